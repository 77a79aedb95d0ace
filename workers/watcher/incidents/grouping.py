"""Many incidents at once: which are told alone and which together, and what they have in common. Pure.

The first incident of a minute is told as soon as its diagnosis is there. Those after it wait until three seconds pass
without another one; are there more than five in a minute by then, one message tells of all of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from core.messages.incidents import MOST_PODS, Common, Ending, Incident, Shared, Update, incident_id, workload_key
from workers.watcher.incidents.resolution import MOST_MESSAGES
from workers.watcher.incidents.state import Policy, Record, Silences, Transaction, appearance, edited
from workers.watcher.incidents.updates import marked

MOST_MEMBERS = 2000
"""Members of a storm kept by id: more workloads than a cluster of 5,000 nodes has broken at once."""
SHARE = 0.8
"""So many of those that are known must have it in common: one unrelated crash in a storm hides nothing."""
JOIN = 300.0
"""Seconds after its latest member in which a storm still takes in new ones that share what it shares."""
LATE = 120.0
"""An incident that began so long before it was known was found, not seen to happen: the watch has just begun."""
DEPENDENCY = re.compile(r"(?<![\w.-])([a-zA-Z0-9][a-zA-Z0-9.-]{1,100}):(\d{2,5})(?!\d)|\blookup ([a-zA-Z0-9.-]{2,100})")
"""`db.shop:5432` in a log line about a connection; Go's resolver says `lookup db.shop` (net/dnsclient)."""


def tell(draft: Transaction, terms: Policy, care: Silences) -> None:
    """Announce what is pending: alone, or as a storm."""
    pending = [entry for entry in draft.entries.values() if entry.incident.stage == "pending"]
    heard = [entry for entry in pending if not care.muted(entry.incident.workload, draft.now)]
    if heard:
        heard = _taken_in(draft, heard)
    if not heard:
        return
    recent = [entry for entry in draft.entries.values() if _told_lately(entry, draft.now, terms)]
    if len(recent) + len(heard) > terms.storm:
        _gather(draft, heard, recent)
        return
    newest = max((entry.incident.born for entry in heard), default=0.0)
    for place, entry in enumerate(sorted(heard, key=lambda entry: entry.incident.born)):
        waited = draft.now - entry.incident.born
        known = entry.incident.report is not None or waited >= terms.patience
        alone = not recent and place == 0 and len(heard) == 1
        if known and (alone or draft.now - newest >= terms.gather):
            _announce(draft, entry)


def follow(draft: Transaction, terms: Policy) -> None:
    """Bring every open storm up to date: who is still broken, what they share, whether it is over."""
    for storm in [entry for entry in draft.entries.values() if entry.incident.kind == "storm"]:
        if storm.incident.over:
            continue
        members = [draft.entries[one].incident for one in storm.incident.members if one in draft.entries]
        broken = [one for one in members if not one.over]
        changes = _summary(members, broken)
        after = edited(storm, **changes)
        if not broken:
            ending = Ending(why="members", at=draft.now, last_restart=max(after.incident.times, default=None))
            draft.say(edited(after, stage="resolved", ending=ending), "resolved")
            continue
        grown = storm.told_restarts and len(members) >= 2 * storm.told_restarts and not storm.incident.news
        if grown and draft.now - (storm.incident.told or draft.now) >= 60.0:
            news = Update(seq=1, at=draft.now, what="grown", before=str(storm.told_restarts), after=str(len(members)))
            after = edited(after, news=(news,)).model_copy(update={"told_restarts": len(members)})
            draft.say(after, "news")
        elif appearance(after.incident) != storm.shown and draft.now - storm.edited >= terms.edit:
            draft.say(after, "update")
        else:
            draft.put(after)


def remind(draft: Transaction, terms: Policy, care: Silences) -> None:
    """The one reminder of a storm nobody has taken in hand."""
    for storm in [entry for entry in draft.entries.values() if entry.incident.kind == "storm"]:
        incident = storm.incident
        quiet = incident.over or care.acknowledged(incident) or care.snoozed(incident, draft.now)
        reminded = any(news.what == "reminder" for news in incident.news)
        if quiet or reminded or terms.reminder is None or 1 + len(incident.news) >= MOST_MESSAGES:
            continue
        if draft.now - (incident.told or draft.now) >= terms.reminder:
            news = Update(seq=len(incident.news) + 1, at=draft.now, what="reminder", after=str(incident.broken))
            draft.say(edited(storm, news=(*incident.news, news)), "reminder")


def common(members: Sequence[Incident]) -> tuple[Common, ...]:
    """What at least four in five of them share, the most telling first; a value none of them has is not shared."""
    found = []
    for what, values in _values(members).items():
        known = [one for one in values if one]
        if len(known) < max(3, len(members) // 10):
            continue
        value, count = Counter(choice for one in known for choice in set(one)).most_common(1)[0]
        if count >= SHARE * len(known):
            found.append(Common(what=what, value=value, count=count))
    return tuple(found)


def _values(members: Sequence[Incident]) -> dict[Shared, list[tuple[str, ...]]]:
    return {
        "dependency": [_dependencies(one) for one in members],
        "cause": [(one.cause,) if one.cause else () for one in members],
        "node": [one.nodes if len(one.nodes) == 1 else () for one in members],
        "image": [one.images for one in members],
        "registry": [tuple(dict.fromkeys(map(registry, one.images))) for one in members],
        "namespace": [(one.namespace,) if one.namespace else () for one in members],
    }


def registry(image: str) -> str:
    """`ghcr.io` of `ghcr.io/shop/web:1`; `docker.io` where the reference names none (distribution/reference)."""
    first, slash, _ = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else "docker.io"


def _dependencies(incident: Incident) -> tuple[str, ...]:
    found = incident.report.findings[0] if incident.report and incident.report.findings else None
    if found is None or found.cause not in ("run.dependency-unreachable", "run.dns"):
        return ()
    named = (DEPENDENCY.search(quote.quote) for quote in found.evidence)
    return tuple(f"{one[1]}:{one[2]}" if one[1] else one[3] for one in named if one)[:1]


def _told_lately(entry: Record, now: float, terms: Policy) -> bool:
    incident = entry.incident
    fresh = incident.kind == "workload" and not incident.reopened and now - incident.born <= terms.minute
    return fresh and incident.told is not None


def _announce(draft: Transaction, entry: Record) -> None:
    draft.say(marked(edited(entry, stage="open", told=draft.now)), "new")


def _taken_in(draft: Transaction, pending: list[Record]) -> list[Record]:
    """Those that do not belong to a storm that is still growing; the others join it."""
    left = []
    storms = [one.id for one in draft.entries.values() if one.incident.kind == "storm"]
    for entry in pending:
        growing = (draft.entries[one] for one in storms)
        storm = next((one for one in growing if _takes_in(one, entry.incident, draft)), None)
        if storm is None:
            left.append(entry)
            continue
        draft.put(edited(entry, stage="open", storm=storm.id))
        draft.put(edited(storm, members=(*storm.incident.members, entry.id)[:MOST_MEMBERS]))
    return left


def _takes_in(storm: Record, incident: Incident, draft: Transaction) -> bool:
    if storm.incident.over:
        return False
    latest = draft.entries.get(storm.incident.members[-1]) if storm.incident.members else None
    if latest is None or draft.now - latest.incident.born > JOIN:
        return False
    if storm.incident.told is not None and draft.now - storm.incident.told < 60.0:
        return True
    has = {what: set(values[0]) for what, values in _values([incident]).items()}
    return any(one.value in has[one.what] for one in storm.incident.common if one.what != "cause")


def _gather(draft: Transaction, pending: list[Record], recent: list[Record]) -> None:
    """One message for all of them; those that have one already are named in it, and say no more on their own."""
    members = [*recent, *pending]
    first = min(entry.incident.began for entry in members)
    keys = sorted(workload_key(one.incident.workload) for one in members if one.incident.workload)
    made = Incident(
        id=incident_id("storm", *keys[:1], began=first),
        kind="storm",
        cluster=members[0].incident.cluster,
        stage="open",
        version=0,
        began=first,
        born=draft.now,
        told=draft.now,
        changed=draft.now,
        members=tuple(entry.id for entry in members)[:MOST_MEMBERS],
    )
    for entry in pending:
        draft.put(edited(entry, stage="open", storm=made.id))
    for entry in recent:
        draft.say(edited(entry, storm=made.id), "update")
    incidents = [draft.entries[entry.id].incident for entry in members]
    late = sum(one.born - one.began > LATE for one in incidents)
    made = made.model_copy(update={"found": 2 * late > len(incidents)})
    storm = edited(Record(incident=made), **_summary(incidents, incidents))
    draft.say(storm.model_copy(update={"told_restarts": len(members)}), "storm")


def _summary(members: Sequence[Incident], broken: Sequence[Incident]) -> dict[str, object]:
    over = [one for one in members if one.over]
    return {
        "broken": len(broken),
        "names": tuple(_names([*sorted(broken, key=lambda one: -one.restarts), *over]))[:MOST_PODS],
        "common": common(members),
        "restarts": sum(one.restarts for one in members),
        "pod_count": sum(one.pod_count for one in members),
        "times": tuple(sorted(at for one in members for at in one.times))[-200:],
        "nodes": tuple(dict.fromkeys(node for one in members for node in one.nodes))[:MOST_PODS],
        "report": next((one.report for one in members if one.report is not None), None),
    }


def _names(incidents: Iterable[Incident]) -> Iterable[str]:
    return dict.fromkeys(f"{one.namespace}/{one.workload.name}" for one in incidents if one.workload)
