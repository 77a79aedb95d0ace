"""The terminations of containers, as the watcher keeps them in Redis and the bot reads them. Pure.

`whypod:watch:<scope>:ends` is a hash of `namespace/kind/name/container` to a JSON list of terminations, oldest first.
Each is a list itself, its values in the order of the fields below: a thousand of them are written at once when a
cluster breaks. New fields go to the end and have a default, so that old and new processes read each other's.
"""

from collections.abc import Iterable

import msgspec


class Termination(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One termination of a container; the restart that follows it has the same number."""

    pod: str
    uid: str
    node: str
    container: str
    number: int
    """1 for the first; equal to the restart count once the container was restarted."""
    at: float
    """Seconds since 1970: the kubelet's `finishedAt`, or when it was seen where that is missing or cannot be right."""
    reason: str = ""
    code: int | None = None
    ran: float | None = None
    """Seconds from start to end of that run."""
    restarted: bool = True
    """False while the container waits to be started again, and where it never will be."""
    template: str = ""
    """The hash of the pod's template; empty where its owner gives none."""
    exact: bool = True
    """False for one that happened unseen: `at` is then spread evenly over the time in which nobody watched."""


_DECODER = msgspec.json.Decoder(list[Termination])  # made at import: threads must not make one at the same time


def encode_terminations(terminations: Iterable[Termination]) -> bytes:
    """JSON, as it stands in Redis."""
    return msgspec.json.encode(list(terminations))


def decode_terminations(text: bytes | str) -> list[Termination]:
    """What `encode_terminations` wrote, here or in another version. Raises ValueError for anything else."""
    return _DECODER.decode(text)
