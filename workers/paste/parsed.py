"""What the single readers find in a paste, before it is sorted by pod. Pure data, and not yet a Snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.messages.model import Platform
from workers.snapshot import Event, Written

Mapped = Mapping[str, Any]
"""An object in the API's own shape. `kind` is always there; everything else may be missing."""

WORD = "whypod.statusWord"
"""Key under which a Pod mapping keeps kubectl's STATUS column. Not an API field, and dropped by the decoder."""

AGED = "whypod.age"
"""Key under which a row of `get pods` keeps the column AGE and how long ago the last restart was: `("46d", "3m16s")`,
each empty where the row does not say."""

TOLD_BY = "whypod.toldBy"
"""Key under which a state of a container that a text tells in words keeps who told it: a `Writer`."""

TOLD = "whypod.told"
"""Key under which an end that a text tells in words keeps the line."""


PLATFORM = "whypod.platform"
"""Key under which a Pod mapping made of another platform's object keeps which one, and the name it has there."""


@dataclass(frozen=True)
class ParsedEvent:
    """An event and the namespace of its object, which Event itself does not hold."""

    event: Event
    namespace: str = ""
    first_age: float | None = None
    """Seconds since it was said first; `clock.py` makes times of it where a clock is known."""
    part: int = 0
    """Which part of the paste showed it; the same event may be shown by describe and by `get events`."""


@dataclass(frozen=True)
class LogLines:
    """Log lines, and whose they are as far as the paste tells."""

    lines: tuple[str, ...]
    pod: str = ""
    namespace: str = ""
    container: str | None = None
    previous: bool = False


@dataclass
class Parsed:
    """Everything read from one paste, in the paste's order."""

    objects: list[Mapped] = field(default_factory=list)
    rows: list[Mapped] = field(default_factory=list)
    """Pods of a `get pods` table: as `objects`, but known in one line only."""
    events: list[ParsedEvent] = field(default_factory=list)
    events_shown: bool = False
    """An event, an `Events:` part or a table of events was there, the latter two perhaps empty."""
    events_whole: bool = False
    """It was a list with its head, or kubectl's word that there is none: what is not in it did not happen."""
    logs: list[LogLines] = field(default_factory=list)
    logs_shown: bool = False
    """A `kubectl logs` was there, be its output empty."""
    journal: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    """Names of the rules whose alerts fire, in order."""
    written: list[Written] = field(default_factory=list)
    """Lines whose writer is known and is neither the program nor the node."""
    platforms: list[tuple[Platform, str]] = field(default_factory=list)
    """What runs the container, where a line shows that it is not Kubernetes; and the name it has there, if told."""
    deleted: list[tuple[str, str]] = field(default_factory=list)
    """(namespace, pod) pairs that the person has asked to be deleted."""
    focus: list[tuple[str, str]] = field(default_factory=list)
    """(namespace, pod) pairs the person's own commands name, in order."""
