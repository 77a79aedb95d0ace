"""When an incident is over, and what that rests on; and when it is not after all. Pure.

Healthy is said late rather than wrongly: the time a container was ready and the time without a restart are measured by
our own clock, from what was seen; a kubelet whose clock is wrong cannot make an incident end early.
"""

from core.messages.incidents import Ending, EndReason, Update
from workers.watcher.cache.view import Fate, WorkloadView
from workers.watcher.incidents.progress import all_ready, living, new_ends
from workers.watcher.incidents.state import Policy, Record, Silences, Transaction, edited

GONE: dict[Fate, EndReason] = {"deleted": "deleted", "scaled-to-zero": "scaled-to-zero"}
MOST_MESSAGES = 5
"""Messages of one incident in all, its first one included: a person who mutes the channel reads nothing."""


def end(draft: Transaction, entry: Record, seen: WorkloadView | None, fate: Fate, terms: Policy) -> Record:
    """The entry after looking whether it is over; says so when it was announced before."""
    if seen is None or not seen.pods or not living(seen):
        return _without_pods(draft, entry, seen, fate, terms)
    entry = _ready(entry, seen, draft.now)
    if entry.ready_seen is None:
        return entry
    ready, quiet = draft.now - entry.ready_seen, draft.now - entry.grown
    if ready < terms.ready or quiet < _quiet(entry, terms):
        return entry
    return _over(draft, entry, "ready", ready)


def relapsed(draft: Transaction, entry: Record, seen: WorkloadView | None, terms: Policy, care: Silences) -> bool:
    """Whether what was called healthy restarts again, in the way it did before."""
    incident = entry.incident
    ending = incident.ending
    if seen is None or ending is None or incident.kind != "workload" or incident.stage != "resolved":
        return False
    if not relapse_possible(entry, draft.now, terms, care):
        return False
    same = [one for one in new_ends(entry, seen) if one.reason == incident.last_reason and one.code in incident.codes]
    return bool(same)


def relapse_possible(entry: Record, now: float, terms: Policy, care: Silences) -> bool:
    """Whether it ended so lately, and was told so lately, that coming back is the same incident."""
    ending, told = entry.incident.ending, entry.incident.told
    if ending is None:
        return False
    lately = now - ending.at <= terms.relapse or care.snoozed(entry.incident, now)
    return lately and (told is None or now - told <= terms.longest)


def reopen(draft: Transaction, entry: Record, care: Silences) -> Record:
    """Open it again, with a reply in the thread: nobody sees the edit of a message an hour up."""
    incident = entry.incident
    changes: dict[str, object] = {
        "stage": "open" if incident.told is not None or incident.storm else "pending",
        "reopened": incident.reopened + 1,
        "ending": None,
    }
    silent = care.snoozed(incident, draft.now) or care.muted(incident.workload, draft.now) or incident.storm
    if incident.told is not None and not silent and 1 + len(incident.news) < MOST_MESSAGES:
        news = Update(seq=len(incident.news) + 1, at=draft.now, what="reopened", after=str(incident.reopened + 1))
        changes["news"] = (*incident.news, news)
    entry = edited(entry, **changes)
    update = {"ready_seen": None, "ready_mark": None, "absent": None, "diagnose": draft.now, "grown": draft.now}
    entry = entry.model_copy(update=update)
    if entry.incident.stage == "open":
        draft.say(entry, "reopened")
        return draft.entries[entry.id]
    draft.put(entry)
    return entry


def _without_pods(draft: Transaction, entry: Record, seen: WorkloadView | None, fate: Fate, terms: Policy) -> Record:
    """Finished, deleted, scaled to zero; or between two pods, which is none of them."""
    if seen is not None and any(pod.phase == "Succeeded" and not pod.deleting for pod in seen.pods):
        newest = max((pod for pod in seen.pods if not pod.deleting), key=lambda pod: pod.created)
        return _over(draft, entry, "completed", 0.0) if newest.phase == "Succeeded" else entry
    if seen is not None and any(not pod.deleting for pod in seen.pods):  # failed for good: still wrong
        return entry
    absent = entry.absent if entry.absent is not None else draft.now
    if entry.absent is None:
        entry = entry.model_copy(update={"absent": absent, "ready_seen": None, "ready_mark": None})
    if fate in GONE and draft.now - absent >= terms.absent:
        return _over(draft, entry, GONE[fate], 0.0)
    return entry


def _ready(entry: Record, seen: WorkloadView, now: float) -> Record:
    """Since when all have been ready, as far as we saw it."""
    if not all_ready(seen):
        if entry.ready_seen is None and entry.absent is None:
            return entry
        return entry.model_copy(update={"ready_seen": None, "ready_mark": None, "absent": None})
    mark = max((pod.ready_since or 0.0) for pod in living(seen))
    if entry.ready_seen is not None and entry.ready_mark == mark:
        return entry
    return entry.model_copy(update={"ready_seen": now, "ready_mark": mark, "absent": None})


def _quiet(entry: Record, terms: Policy) -> float:
    """How long without a restart is long: a loop that restarts every 25 minutes is not healthy after 10."""
    return max(terms.quiet, min(2 * entry.gap, terms.quiet_most))


def _over(draft: Transaction, entry: Record, why: EndReason, ready: float) -> Record:
    incident = entry.incident
    ending = Ending(
        why=why,
        at=draft.now,
        ready_seconds=ready,
        last_restart=entry.last_restart,
        longest_run=entry.longest_run,
    )
    stage = "gone" if why in GONE.values() else "resolved"
    never_told = incident.stage == "pending"
    entry = edited(entry, stage=stage, ending=ending, changed=draft.now)
    if never_told or (incident.storm and incident.told is None):
        draft.put(entry)
    else:
        draft.say(entry, "gone" if stage == "gone" else "resolved")
    return draft.entries[entry.id]
