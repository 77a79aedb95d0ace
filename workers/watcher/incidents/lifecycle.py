"""Incidents: from jumps and what is seen now to what Slack must be told. Pure: no clock, no Redis, no cluster.

An incident belongs to a workload, whatever ReplicaSet its pods come from; another container of the same workload that
fails while it is open joins it. It goes through `pending` (waits for its diagnosis, or for its neighbors in a storm),
`open`, `resolved` or `gone`, and is reopened by a relapse within the hour.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.messages.incidents import Alert, Ending, Incident, Rollout, incident_id, workload_key
from core.messages.jumps import Blindness, Jump, NodeNote, RuleCheck
from core.messages.report import PodRef, Report
from workers.watcher.cache.view import View
from workers.watcher.incidents import grouping
from workers.watcher.incidents.progress import first_of, grown
from workers.watcher.incidents.resolution import end, relapse_possible, relapsed, reopen
from workers.watcher.incidents.state import Policy, Record, Silences, State, Transaction, edited
from workers.watcher.incidents.updates import joined, tell_news

WARN = ("usual", "cannot-start")
"""Rules whose incidents can wait for the morning."""
JOBS = ("Job", "CronJob")
ROLLOUT_SECONDS = 3600.0
"""A rollout older than this at the first restart is not what it began with."""
EARLY = 300.0
"""Seconds after the first message in which another diagnosis only corrects it: the first look may come too early."""
MOST_LOOKS = 6
"""Members of one storm that are diagnosed: enough to see what they share, and no storm of our own on the API."""

__all__ = ["Diagnosed", "Wanted", "advance", "diagnosed", "wanted"]


def advance(
    book: State,
    jumps: Sequence[Jump],
    view: View,
    now: float,
    care: Silences | None = None,
    terms: Policy | None = None,
    notes: Sequence[NodeNote] = (),
) -> tuple[State, list[Alert]]:
    """The book after `now`, and an alert for every incident Slack must learn of. Call it about once a second."""
    care, terms, draft = care or Silences(), terms or Policy(), Transaction(book, now)
    known = _by_workload(book) if jumps else {}
    for jump in jumps:
        _place(draft, jump, known, view, terms, care)
    blind = {one.cluster for one in view.blindness() if one.until is None}
    for entry in list(draft.entries.values()):
        if entry.incident.kind == "workload":
            _follow(draft, draft.entries[entry.id], view, terms, care, blind)
    grouping.tell(draft, terms, care)
    grouping.follow(draft, terms)
    grouping.remind(draft, terms, care)
    _blindness(draft, view.blindness())
    for note in notes:
        _note(draft, note)
    _forget(draft, terms)
    return draft.close()


def _follow(draft: Transaction, entry: Record, view: View, terms: Policy, care: Silences, blind: set[str]) -> None:
    """One incident: grown, reopened or over, and whether that is news."""
    workload = entry.incident.workload
    if workload is None:
        return
    if entry.incident.over and not relapse_possible(entry, draft.now, terms, care):
        return
    seen = view.workload(workload)
    if entry.incident.over:
        if not relapsed(draft, entry, seen, terms, care):
            return
        entry = reopen(draft, entry, care)
    if seen is not None:
        entry = _diagnose_again(grown(entry, seen, draft.now), draft.now, terms)
    draft.put(entry)
    if workload.cluster not in blind:
        fate = view.fate(workload) if seen is None or not seen.pods else "there"
        entry = end(draft, entry, seen, fate, terms)
        draft.put(entry)
    if entry.incident.stage == "open":
        tell_news(draft, entry, terms, care)


def _by_workload(book: State) -> dict[str, list[str]]:
    """Incident ids by workload key."""
    known: dict[str, list[str]] = {}
    for entry in book.entries.values():
        if entry.incident.workload is not None and entry.incident.kind == "workload":
            known.setdefault(workload_key(entry.incident.workload), []).append(entry.id)
    return known


def _place(
    draft: Transaction, jump: Jump, known: dict[str, list[str]], view: View, terms: Policy, care: Silences
) -> None:
    """Into the incident it belongs to; a new one when there is none."""
    ids = known.setdefault(workload_key(jump.workload), [])
    entries = [draft.entries[one] for one in ids]
    if going_on := [entry for entry in entries if not entry.incident.over]:
        if jump.container not in going_on[0].incident.containers:
            _join(draft, going_on[0], jump.container, care)
        return
    for entry in entries:
        if jump.container not in entry.incident.containers or jump.at <= (entry.last_restart or 0.0):
            continue  # another container, or what was counted before it was over
        if relapse_possible(entry, draft.now, terms, care):
            reopen(draft, entry, care)
            return
    if any(jump.at <= (entry.last_restart or 0.0) for entry in entries):
        return  # still within the rule's window, but it was told and is over
    began = first_of(view.workload(jump.workload), jump.container, jump.since)
    opened = _opened(jump, began, view.usual(jump.workload, jump.container), draft.now)
    ids.append(opened.id)
    draft.put(opened)


def _join(draft: Transaction, entry: Record, container: str, care: Silences) -> None:
    silent = care.snoozed(entry.incident, draft.now) or care.muted(entry.incident.workload, draft.now)
    after = joined(entry, container, draft.now, silent).model_copy(update={"diagnose": draft.now})
    if after.incident.news != entry.incident.news:
        draft.say(after, "news")
    else:
        draft.put(after)


def _opened(jump: Jump, began: float, usual: float, now: float) -> Record:
    spoken = [check for check in jump.decision.checks if check.spoke and check.rule == jump.rule]
    spoke = spoken[0] if spoken else RuleCheck(rule=jump.rule, counted=jump.restarts, needed=0, window=0)
    warn = jump.rule in WARN or jump.workload.kind in JOBS
    incident = Incident(
        id=incident_id(workload_key(jump.workload), jump.container, began=jump.since),
        workload=jump.workload,
        cluster=jump.workload.cluster,
        guessed=jump.guessed,
        containers=(jump.container,),
        version=0,
        began=began,
        born=now,
        changed=now,
        severity="warn" if warn else "page",
        rule=jump.rule,
        counted=spoke.counted,
        needed=spoke.needed,
        window=max(spoke.window, spoke.gap),
        usual=usual or None,  # nothing is known of what nobody has watched for a day
        nodes=jump.nodes,
        pod_count=len(jump.pods),
        last_reason=jump.reason,
        last_code=jump.code,
        template=jump.template,
    )
    return Record(incident=incident, grown=now, last_restart=jump.at, diagnose=now)


@dataclass(frozen=True)
class Wanted:
    """A pod to be looked at, for the incident it belongs to."""

    incident: str
    ref: PodRef


def wanted(book: State, now: float) -> tuple[Wanted, ...]:
    """The diagnoses that are due, the youngest incident first; of a storm's members only some."""
    due = [entry for entry in book.entries.values() if entry.diagnose is not None and entry.diagnose <= now]
    found = []
    looked = Counter(entry.incident.storm for entry in book.entries.values() if entry.diagnosed)
    for entry in sorted(due, key=lambda entry: -entry.incident.born):
        incident = entry.incident
        if incident.workload is None or incident.over or not incident.pods:
            continue
        if incident.storm and looked[incident.storm] >= MOST_LOOKS:
            continue
        looked[incident.storm] += 1
        ref = PodRef(
            cluster=incident.cluster or None,
            namespace=incident.workload.namespace,
            name=incident.pods[-1].name if incident.reopened else incident.pods[0].name,
            container=incident.containers[0],
        )
        found.append(Wanted(entry.id, ref))
    return tuple(found)


@dataclass(frozen=True)
class Diagnosed:
    """What a look at one pod of an incident brought; everything may be missing."""

    report: Report | None = None
    rollout: Rollout | None = None


def diagnosed(book: State, incident: str, found: Diagnosed, now: float) -> tuple[State, list[Alert]]:
    """The book with a diagnosis. One that finds the pod healthy does not replace one that knew what was wrong."""
    entry = book.entries.get(incident)
    if entry is None:
        return book, []
    draft = Transaction(book, now)
    before = entry.incident
    changes: dict[str, object] = {}
    if found.report is not None and _tells(found.report):
        changes["report"] = found.report
    if found.rollout is not None:
        young = 0 <= before.began - found.rollout.at <= ROLLOUT_SECONDS
        changes["rollout"] = found.rollout if young else None
    entry = edited(entry, **changes)
    later = None if "report" in changes or before.over else now + 60.0
    entry = entry.model_copy(update={"diagnose": later, "diagnosed": now})
    early = before.told is not None and now - before.told <= EARLY
    if early and entry.incident.signature != before.signature and not before.over and not before.storm:
        causes = (entry.incident.cause,) if entry.incident.cause else ()
        draft.say(entry.model_copy(update={"told_causes": causes}), "update")
    else:
        draft.put(entry)
    return draft.close()


def _tells(report: Report) -> bool:
    return bool(report.findings) and not report.findings[0].cause.startswith("healthy.")


def _diagnose_again(entry: Record, now: float, terms: Policy) -> Record:
    """Look once more after another restart: the log of the run that ended tells more than that of a first look."""
    incident = entry.incident
    if entry.diagnose is not None or not incident.pods or now - entry.diagnosed < terms.again:
        return entry
    return entry.model_copy(update={"diagnose": now}) if entry.grown > entry.diagnosed else entry


def _blindness(draft: Transaction, now_blind: Iterable[Blindness]) -> None:
    """Say once that a cluster is not seen, and once, in the same message, what was missed."""
    listed = {_blind_id(one): one for one in now_blind}
    for key, one in listed.items():
        entry = draft.entries.get(key)
        if entry is None and one.until is None:
            incident = Incident(
                id=key,
                kind="blind",
                cluster=one.cluster,
                stage="open",
                version=0,
                began=one.since,
                born=draft.now,
                told=draft.now,
                changed=draft.now,
                names=(one.namespace, one.said[:300]),
            )
            draft.say(Record(incident=incident), "blind")
    for entry in list(draft.entries.values()):
        if entry.incident.kind != "blind" or entry.incident.over:
            continue
        ended = listed.get(entry.id)
        if ended is None or ended.until is not None:
            missed = ended.missed_restarts if ended else 0
            ending = Ending(why="sighted", at=ended.until or draft.now if ended else draft.now, missed=missed)
            draft.say(edited(entry, stage="resolved", ending=ending), "sighted")


def _blind_id(one: Blindness) -> str:
    return incident_id("blind", one.cluster, one.namespace, began=one.since)


def _note(draft: Transaction, note: NodeNote) -> None:
    """A node was restarted and all is well again: one message that asks nothing of anybody."""
    key = incident_id("note", note.cluster, note.node, began=note.at)
    if key in draft.entries:
        return
    incident = Incident(
        id=key,
        kind="note",
        cluster=note.cluster,
        stage="resolved",
        severity="info",
        version=0,
        began=note.at,
        born=draft.now,
        told=draft.now,
        changed=draft.now,
        names=(note.node,),
        restarts=note.containers,
        pod_count=note.workloads,
        ending=Ending(why="ready", at=note.back),
    )
    draft.say(Record(incident=incident), "note")


def _forget(draft: Transaction, terms: Policy) -> None:
    """What has been over for a day leaves the book, and Redis with it; a storm's members stay as long as the storm."""
    for key, entry in list(draft.entries.items()):
        ending, storm = entry.incident.ending, draft.entries.get(entry.incident.storm)
        if ending is None or (storm is not None and not storm.incident.over):
            continue
        if draft.now - ending.at > terms.keep:
            del draft.entries[key]
