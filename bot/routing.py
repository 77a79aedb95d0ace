"""Which channel an incident goes to, how urgent it is there, whether it may be posted now. Pure: no clock, no Slack.

Routes are tried in order, the first that fits wins; the default channel takes the rest. A pod's annotation
`whypod.dev/channel` may choose among the channels the settings name, so nobody who deploys can post just anywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from fnmatch import fnmatchcase
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.messages.incidents import Incident, StormIncident, WorkloadIncident
from core.messages.model import Language, Model

Severity = Literal["page", "warn", "info"]
CHANNEL = "whypod.dev/channel"
SEVERITY = "whypod.dev/severity"
SEVERITIES: dict[str, Severity] = {"page": "page", "warn": "warn", "info": "info"}

_QUIET = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})(?:\s+(\S{1,64}))?")


class AlertRoute(Model):
    """One rule of `WHYPOD_ALERT_ROUTES`; what is left out matches everything."""

    channel: str
    """A channel id, or `#name`."""
    cluster: str = "*"
    namespace: str = "*"
    """A pattern: `shop`, `team-a-*`."""
    label: str = ""
    """`team=payments`, or `team` for any value; an annotation `whypod.dev/...` works the same."""
    severity: Severity | None = None
    """The severity of its incidents, whatever rule detected them."""
    language: Language | None = None


@dataclass(frozen=True)
class QuietHours:
    """Hours in which only incidents of severity `page` are posted."""

    start: time
    end: time
    zone: str = "UTC"

    def holds(self, now: float) -> bool:
        """Whether `now` (Unix seconds) lies within these hours, which may span midnight."""
        local = datetime.fromtimestamp(now, _zone(self.zone)).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def ends(self, now: float) -> float:
        """When these hours end next, in Unix seconds."""
        local = datetime.fromtimestamp(now, _zone(self.zone))
        end = datetime.combine(local.date(), self.end, local.tzinfo)
        return (end if end > local else end + timedelta(days=1)).timestamp()


@dataclass(frozen=True)
class Destination:
    """Where one incident goes."""

    channel: str
    severity: Severity
    language: Language | None
    deferred: bool
    """It waits for the digest at the end of the quiet hours."""


@dataclass(frozen=True)
class Routing:
    """The settings that decide where incidents go."""

    default: str
    routes: tuple[AlertRoute, ...] = ()
    quiet_hours: QuietHours | None = None

    def destination(self, incident: Incident, now: float) -> Destination:
        """Where this incident goes, and whether it has to wait."""
        route = next((route for route in self.routes if _matches(route, incident)), None)
        labels = _routing_labels(incident)
        annotated = labels.get(CHANNEL, "")
        channel = annotated if annotated in self.channels else route.channel if route else self.default
        severity = SEVERITIES.get(labels.get(SEVERITY, "")) or (route.severity if route else None)
        severity = severity or incident.severity
        deferred = self.quiet_hours is not None and severity != "page" and self.quiet_hours.holds(now)
        return Destination(channel, severity, route.language if route else None, deferred)

    @property
    def channels(self) -> frozenset[str]:
        """Every channel the settings name."""
        return frozenset({self.default, *(route.channel for route in self.routes)})


def parse_quiet_hours(text: str) -> QuietHours | None:
    """`22:00-07:00 Europe/Berlin`; None for an empty text. Raises ValueError for anything else."""
    if not text.strip():
        return None
    match = _QUIET.fullmatch(text.strip())
    if match is None:
        raise ValueError("quiet hours go like 22:00-07:00 Europe/Berlin")
    first, second, third, fourth, zone = match.groups()
    try:
        _zone(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"no such time zone: {zone}") from error
    return QuietHours(time(int(first), int(second)), time(int(third), int(fourth)), zone or "UTC")


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)


def _matches(route: AlertRoute, incident: Incident) -> bool:
    if not fnmatchcase(incident.cluster, route.cluster):
        return False
    if isinstance(incident, StormIncident):
        namespaces = {name.partition("/")[0] for name in incident.member_names}
        return (
            not route.label
            and bool(namespaces)
            and all(fnmatchcase(namespace, route.namespace) for namespace in namespaces)
        )
    namespace = incident.namespace if isinstance(incident, WorkloadIncident) else ""  # the others concern a cluster
    return fnmatchcase(namespace, route.namespace) and _has_label(_routing_labels(incident), route.label)


def _routing_labels(incident: Incident) -> Mapping[str, str]:
    return incident.routing_labels if isinstance(incident, WorkloadIncident) else {}


def _has_label(routes: Mapping[str, str], label: str) -> bool:
    if not label:
        return True
    name, equals, value = label.partition("=")
    return name in routes and (not equals or routes[name] == value)
