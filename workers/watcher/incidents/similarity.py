"""What the incidents of a storm have in common: a dependency, a cause, a node, an image. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from core.messages.incidents import Common, Shared, WorkloadIncident

SHARE = 0.8
"""So many of those that are known must have it in common: one unrelated crash in a storm hides nothing."""
DEPENDENCY = re.compile(r"(?<![\w.-])([a-zA-Z0-9][a-zA-Z0-9.-]{1,100}):(\d{2,5})(?!\d)|\blookup ([a-zA-Z0-9.-]{2,100})")
"""`db.shop:5432` in a log line about a connection; Go's resolver says `lookup db.shop` (net/dnsclient)."""


def common(members: Sequence[WorkloadIncident]) -> tuple[Common, ...]:
    """What at least four in five of them share, the most telling first; a value none of them has is not shared."""
    shared, known = [], [_traits(member) for member in members]
    for what in get_args(Shared):
        values = [traits[what] for traits in known if traits[what]]
        if len(values) < max(3, len(members) // 10):
            continue
        value, count = Counter(value for each in values for value in set(each)).most_common(1)[0]
        if count >= SHARE * len(values):
            shared.append(Common(what=what, value=value, count=count))
    return tuple(shared)


def shares_any(incident: WorkloadIncident, shared: Iterable[Common]) -> bool:
    """Whether it has any of what others share; a cause alone is shared by too many."""
    traits = _traits(incident)
    return any(one.value in traits[one.what] for one in shared if one.what != "cause")


def registry(image: str) -> str:
    """`ghcr.io` of `ghcr.io/shop/web:1`; `docker.io` where the reference names none (distribution/reference)."""
    first, slash, _ = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else "docker.io"


def _traits(incident: WorkloadIncident) -> dict[Shared, tuple[str, ...]]:
    return {
        "dependency": _dependencies(incident),
        "cause": (incident.cause,) if incident.cause else (),
        "node": incident.nodes if len(incident.nodes) == 1 else (),
        "image": incident.images,
        "registry": tuple(dict.fromkeys(map(registry, incident.images))),
        "namespace": (incident.namespace,),
    }


def _dependencies(incident: WorkloadIncident) -> tuple[str, ...]:
    finding = incident.report.findings[0] if incident.report and incident.report.findings else None
    if finding is None or finding.cause not in ("run.dependency-unreachable", "run.dns"):
        return ()
    matches = (DEPENDENCY.search(evidence.quote) for evidence in finding.evidence)
    return tuple(f"{match[1]}:{match[2]}" if match[1] else match[3] for match in matches if match)[:1]
