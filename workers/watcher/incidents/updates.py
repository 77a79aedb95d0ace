"""What is worth a reply in the thread, and what only an edit; reminders. Pure.

An incident has at most five messages: the first one and four replies, of which the last is kept for a reminder or for
coming back. Everything else is told by editing the first message, which makes no sound.
"""

from core.messages.incidents import Update
from workers.watcher.incidents.resolution import MOST_MESSAGES
from workers.watcher.incidents.state import Policy, Record, Silences, Transaction, appearance, edited

MOST_NEWS = 3
"""Replies about what changed."""
MOST_DOUBLED = 2
"""Of them about the count alone: then a steady loop is old news."""
JUST_NOW = 60.0
"""A restart so long ago is what a count may be told after; later, what is ready now may be on its way to health."""
SETTLED = 120.0
"""Seconds in which a new incident may still spread over nodes without that being news."""


def tell_news(draft: Transaction, entry: Record, terms: Policy, care: Silences) -> None:
    """A reply when there is news, else an edit when enough has changed for long enough."""
    incident, now = entry.incident, draft.now
    if incident.told is None or incident.storm or incident.kind != "workload":
        return
    snoozed, muted = care.snoozed(incident, now), care.muted(incident.workload, now)
    woke = entry.snoozed and not snoozed
    if entry.snoozed != snoozed:
        entry = entry.model_copy(update={"snoozed": snoozed})
    found = None if snoozed or muted else _news(entry, now, woke, terms, care)
    if found is not None:
        entry = edited(entry, news=(*incident.news, found))
        draft.say(marked(entry), "reminder" if found.what == "reminder" else "news")
    elif appearance(entry.incident) != entry.shown and now - entry.edited >= terms.edit:
        draft.say(entry, "update")
    else:
        draft.put(entry)


def marked(entry: Record) -> Record:
    """What has been told by now, to tell later what is new."""
    incident = entry.incident
    causes = entry.told_causes
    if incident.cause and incident.cause not in causes:
        causes = (*causes, incident.cause)
    told = {"told_restarts": incident.restarts, "told_nodes": len(incident.nodes), "told_causes": causes}
    return entry.model_copy(update=told)


def joined(entry: Record, container: str, now: float, silent: bool) -> Record:
    """Another container of the workload fails, too; `silent` while nobody wants to hear of it."""
    incident = entry.incident
    containers = (*incident.containers, container)
    if silent or incident.told is None or incident.storm or len(incident.news) >= MOST_NEWS:
        return edited(entry, containers=containers)
    news = _made(entry, now, "container", ", ".join(incident.containers), container)
    return edited(entry, containers=containers, news=(*incident.news, news))


def _news(entry: Record, now: float, woke: bool, terms: Policy, care: Silences) -> Update | None:
    """The weightiest thing that is new; what goes with it is seen in the edit."""
    incident = entry.incident
    lately = incident.news[-1].at if incident.news else incident.told or now
    if woke and 1 + len(incident.news) < MOST_MESSAGES:
        return _made(entry, now, "snooze-over", "", str(incident.restarts))
    if len(incident.news) < MOST_NEWS:
        if entry.told_causes and incident.cause and incident.cause not in entry.told_causes:
            return _made(entry, now, "cause", entry.told_causes[-1], incident.cause)
        spread = entry.told_nodes and len(incident.nodes) >= 2 * entry.told_nodes
        if spread and now - (incident.told or now) >= SETTLED:
            return _made(entry, now, "nodes", str(entry.told_nodes), str(len(incident.nodes)))
        going_on = entry.ready_seen is None or now - entry.grown <= JUST_NOW
        doubled = going_on and sum(news.what == "count" for news in incident.news) < MOST_DOUBLED
        if doubled and incident.restarts >= 2 * entry.told_restarts and now - lately >= terms.doubled:
            return _made(entry, now, "count", str(entry.told_restarts), str(incident.restarts))
    return _reminder(entry, now, terms, care)


def _reminder(entry: Record, now: float, terms: Policy, care: Silences) -> Update | None:
    incident = entry.incident
    if terms.reminder is None or care.acknowledged(incident) or incident.severity == "info":
        return None
    if any(news.what == "reminder" for news in incident.news) or 1 + len(incident.news) >= MOST_MESSAGES:
        return None
    if now - (incident.told or now) < terms.reminder:
        return None
    return _made(entry, now, "reminder", "", str(incident.restarts))


def _made(entry: Record, now: float, what: str, before: str, after: str) -> Update:
    return Update.model_validate(
        {"seq": len(entry.incident.news) + 1, "at": now, "what": what, "before": before, "after": after}
    )
