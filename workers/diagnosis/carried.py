"""A program's own words that something else carries: termination messages, and what a probe's command printed. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.messages.model import Source
from workers.container import Container
from workers.snapshot import Event

NOT_THE_PROGRAMS = frozenset(("StartError", "ContainerCannotRun", "ContainerStatusUnknown"))
"""Reasons whose message is the runtime's or the kubelet's: nothing of the container ran, or nobody saw it end."""
LONGEST = 4000
"""Characters; the kubelet keeps 4 KiB of a termination message and 10 KiB of a probe's output."""
_PROBED = re.compile(r"(?:Readiness|Liveness|Startup) probe (?:failed|warning): ?")
_THE_KUBELETS = re.compile(
    r"HTTP probe failed with statuscode: \d{3}\s*$|Get \"|dial (?:tcp|unix)|command |timeout:|rpc error"
    r"|failed to connect|service unhealthy|error: |strict decoding|cannot exec|container not running|OCI runtime"
)
"""What the kubelet or the runtime has to say of a probe itself (pkg/kubelet/prober, pkg/probe)."""
_OF_ITSELF = re.compile(
    r"(?i)\b127\.0\.0\.1\b|\blocalhost\b|\[::1\]|connection (?:refused|reset)|no route to host|timed? ?out"
    r"|not found\s*$|executable file|no such file"
)
"""The container's own address does not answer, which is what the probe is for, or the probe has no command to run."""


@dataclass(frozen=True)
class CarriedWords:
    """What the program said, and where that stands."""

    text: str
    source: Source
    container: str | None
    previous: bool = False


def carried_words(containers: Iterable[Container], events: Iterable[Event]) -> Iterator[CarriedWords]:
    """Of every container, the newest last."""
    for event in events:
        if event.reason == "Unhealthy" and (output := probe_output(event.message)):
            yield CarriedWords(output, "event", event.container)
    for container in containers:
        for end in (container.last, container.terminated):
            if end and end.message and not end.told_by and end.reason not in NOT_THE_PROGRAMS:
                yield CarriedWords(end.message[-LONGEST:], "status", container.name, end is container.last)


def probe_output(message: str) -> str:
    """What the probe's command printed, or the server answered; empty where that tells of the probe alone."""
    head = _PROBED.match(message)
    output = message[head.end() :].strip()[:LONGEST] if head else ""
    return "" if _THE_KUBELETS.match(output) or _OF_ITSELF.search(output) else output
