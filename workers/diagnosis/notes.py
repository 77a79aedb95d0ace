"""What is worth knowing beside the causes: a rollout it began with, one node against all, probe arithmetic, near names.

Pure. Each note is worked out by one function from the snapshot and the findings; none changes what a finding says.
"""

from collections.abc import Callable, Iterator

from core.messages.report import Finding, Note
from core.number import whole_number
from workers.diagnosis.notes_container import CONTAINER_NOTES
from workers.diagnosis.place import place
from workers.diagnosis.scheduler_words import node_by_node
from workers.snapshot import Owner, Sibling, Snapshot

MOST_NOTES = 4
"""More would bury the answer."""
FEW_DIFFERENCES = 3
"""So many differences of two revisions are told; a template that changed altogether is not."""

FEW_REASONS = 2
"""So many reasons of the scheduler are read at a glance in its own message, which is quoted."""
LEFT_BEHIND = ("Completed", "Terminating", "Evicted", "Shutdown", "NodeShutdown", "Terminated", "Preempting")
"""Words kubectl shows for pods that have ended for good and count for no replica any more."""

NoteRule = Callable[[Snapshot, tuple[Finding, ...]], Iterator[Note]]


def notes(snapshot: Snapshot, findings: tuple[Finding, ...]) -> tuple[Note, ...]:
    """The most telling first; none for a healthy pod."""
    if not findings or findings[0].cause.startswith("healthy."):
        return ()
    worked_out = [note for work_out in NOTES for note in work_out(snapshot, findings)]
    return tuple(worked_out[:MOST_NOTES])


def rollout(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[Note]:
    """The newest ReplicaSet fails while an older one serves: what differs between the two."""
    chain = [owner for owner in snapshot.owners or () if owner.kind == "ReplicaSet"]
    if not chain or not snapshot.revisions or chain[0].ready:
        return
    mine = chain[0]
    older = [other for other in snapshot.revisions if other.ready and _number(other) < _number(mine)]
    if not older:
        return
    before = max(older, key=_number)
    changes = difference(before, mine)
    if changes:
        yield Note(
            kind="began-with-rollout",
            values={
                "revision": mine.revision,
                "before": before.revision,
                "difference": "; ".join(changes[:FEW_DIFFERENCES]),
                "serving": str(before.ready),
                "wanted": str(before.replicas or before.ready),
            },
        )


def difference(before: Owner, after: Owner) -> list[str]:
    """`app image: a → b`, `app env LEVEL: x → y`: what two revisions' templates say differently, by container."""
    changes: list[str] = []
    for name in sorted({*before.template, *after.template}):
        old, new = before.template.get(name) or {}, after.template.get(name) or {}
        for trait in sorted({*old, *new}):
            was, now = old.get(trait), new.get(trait)
            if isinstance(was, dict) and isinstance(now, dict):
                changed = [key for key in sorted({*was, *now}) if was.get(key) != now.get(key)]
                changes += [f"{name} {trait} {key}: {_word(was.get(key))} → {_word(now.get(key))}" for key in changed]
            elif was != now:
                changes.append(f"{name} {trait}: {_word(was)} → {_word(now)}")
    return changes


def _word(value: object) -> str:
    if value in (None, "", [], (), {}):
        return "-"
    text = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"  # two of them fit a phone's line or two


def _number(owner: Owner) -> int:
    return whole_number(owner.revision) or 0


def place_in_code(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[Note]:
    """Where in the program's code the trace begins of which the finding quotes a line."""
    best = findings[0]
    quoted = any(item.source in ("log", "previous-log") for item in best.evidence)
    if not quoted or not best.cause.startswith(("run.", "init.", "start.")):
        return
    logs = [log for log in snapshot.logs or () if log.container in (None, best.container)]
    named = next((spot for log in sorted(logs, key=lambda log: not log.previous) if (spot := place(log.lines))), None)
    if named and not any(named in value for value in best.values.values()):
        yield Note(kind="place-in-code", values={"place": named})


def siblings(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[Note]:
    """This replica against the others: all fail, only this one does, or those of one node.

    Nothing of a pod that is gone or going (what stands beside it replaces it), nor of a Job's pods (they are tries).
    """
    pod = snapshot.pod
    if pod is None or pod.deleted_at or pod.phase in ("Failed", "Succeeded") or _tries(snapshot):
        return
    if any(item.type == "Ready" and item.status == "True" for item in pod.conditions):
        return  # this one is well: what is found concerns the workload
    others = [item for item in snapshot.siblings or () if item.status not in LEFT_BEHIND]
    if not others:
        return
    here = Sibling(name="", node=pod.node_name, ready=False)
    failing = [here, *[item for item in others if not item.ready]]
    healthy = [item for item in others if item.ready]
    wanted = str(len(failing) + len(healthy))
    if not healthy and len(failing) > 1:
        yield Note(kind="all-fail", values={"wanted": wanted})
    elif len(failing) == 1 and not any(rollout(snapshot, findings)):
        yield Note(kind="only-this-one", values={"healthy": str(len(healthy)), "wanted": wanted})
    elif len(failing) > 1:
        yield from _one_node(failing, healthy)


def _tries(snapshot: Snapshot) -> bool:
    return any(owner.kind in ("Job", "CronJob") for owner in snapshot.owners or ())


def _one_node(failing: list[Sibling], healthy: list[Sibling]) -> Iterator[Note]:
    """Nearly all failures on one node, and none of the healthy ones there."""
    nodes = [item.node for item in failing if item.node]
    if len(nodes) < 2:
        return
    node = max(sorted(set(nodes)), key=nodes.count)
    bad = nodes.count(node)
    if bad >= 2 and bad >= 0.8 * len(failing) and not any(item.node == node for item in healthy):
        values = {"bad": str(bad), "failing": str(len(failing)), "node": node, "healthy": str(len(healthy))}
        yield Note(kind="one-node", values=values)


def near_names(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[Note]:
    """What the pod names does not exist, and something nearly of that name does."""
    for item in snapshot.named or ():
        if item.exists is False and item.nearest:
            nearest = ", ".join(item.nearest[:3])
            yield Note(kind="nearest-name", values={"kind": item.kind, "name": item.name, "nearest": nearest})


def scheduler(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[Note]:
    """The scheduler's message taken apart, node by node."""
    if not findings[0].cause.startswith("schedule."):
        return
    messages = [event.message for event in snapshot.events or () if event.reason == "FailedScheduling"]
    messages += [
        item.message for item in (snapshot.pod.conditions if snapshot.pod else ()) if item.type == "PodScheduled"
    ]
    for message in reversed(messages):
        taken_apart = node_by_node(message)
        if taken_apart and len(taken_apart.reasons) > FEW_REASONS:
            reasons = "; ".join(f"{count} × {reason}" for count, reason in taken_apart.reasons)
            yield Note(kind="nodes-one-by-one", values={"total": str(taken_apart.total), "reasons": reasons})
            return


def container_notes(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[Note]:
    """Notes about the container of the first finding."""
    for container in snapshot.containers:
        if container.name == findings[0].container:
            for work_out in CONTAINER_NOTES:
                yield from work_out(snapshot, container, findings[0])


NOTES: tuple[NoteRule, ...] = (place_in_code, rollout, container_notes, near_names, scheduler, siblings)
"""In the order of what helps most at once."""
