"""Puts one event together from the pieces a line gave: whose it is, how often, how long ago. Pure."""

import re

from workers.paste.events.messages import COMBINED, usual_type
from workers.paste.parsed import ParsedEvent
from workers.paste.vocabulary.kinds import CONTROLLERS, KINDS, OF_NODES, OF_OWNERS, SHORT_NAMES
from workers.snapshot import Event

SUBJECT = re.compile(r"spec\.(?:init|ephemeral)?[cC]ontainers\{([\w.-]{1,253})\}:?")
"""An event's field path: the container it is about."""
LONGEST = 8_000
"""Characters of one message; the API itself cuts messages at 1,024 bytes."""
_ASSIGNED = re.compile(r"Successfully assigned (?:([\w-]{1,63})/)?([\w.-]{1,253}) to ")
_IN_POD = re.compile(r" in pod ([a-z0-9.-]{1,253})_([a-z0-9-]{1,63})\(")


def build_event(
    reason: str,
    message: str,
    type_: str = "",
    kind: str = "",
    name: str = "",
    namespace: str = "",
    component: str = "",
    container: str | None = None,
    age: float | None = None,
    count: int | None = None,
    over: float | None = None,
) -> ParsedEvent:
    """The event; describe of 1.27 and later writes the container before the message. Ages in seconds."""
    if match := SUBJECT.match(message):
        container, message = match[1], message[match.end() :].lstrip()
    short = kind.lower()
    if not kind and reason in OF_OWNERS:
        kind = CONTROLLERS.get(component, "")
    if not kind and not name and (reason in OF_NODES or " status is now: " in message[:300]):
        kind = "Node"
    if not kind and not name and message.startswith("Job "):
        kind = "Job"
    if not kind and not name and (named := _ASSIGNED.match(message) or _IN_POD.search(message[:600])):
        namespace, name = (named[1] or "", named[2]) if named.re is _ASSIGNED else (named[2], named[1])
    event = Event(
        reason=reason,
        message=message[:LONGEST],
        type=type_ or ("Warning" if COMBINED in message else usual_type(reason)),
        count=count or 1,
        component=component,
        kind=KINDS.get(SHORT_NAMES.get(short, short), KINDS.get(short.partition(".")[0], kind or "Pod")),
        name=name,
        container=container,
        age_seconds=age,
    )
    return ParsedEvent(event, namespace, over)
