"""Reads what a person pasted: any mixture of kubectl's output, YAML, JSON, events, node journals and logs.

Pure: no network, no clock (the time is handed in), no environment. It never fails on what the text says; only a text
that is too large is refused.
"""

from datetime import datetime

from workers.paste.assemble.snapshots import snapshots
from workers.paste.describe.state_line import spread
from workers.paste.gather.gather import gather
from workers.paste.split.clean import lines
from workers.paste.split.flat import parted
from workers.paste.split.unwrap import unwrapped
from workers.snapshot import Snapshot

LARGEST = 4 * 1024 * 1024
"""Bytes of UTF-8. A `kubectl get pods -A -o yaml` of 300 pods; more is a cluster's dump and not one question."""


class PasteTooLarge(ValueError):
    """The paste is longer than `LARGEST`."""


def read(text: str, now: datetime | None = None) -> list[Snapshot]:
    """One snapshot for each pod the text is about, the one most in trouble first; at most 20, none for empty text.

    `now` dates ages such as `5m` where the text itself holds no time. Raises `PasteTooLarge` and nothing else.
    """
    if len(text) > LARGEST or len(text.encode("utf-8", "replace")) > LARGEST:
        raise PasteTooLarge(f"{len(text)} characters; at most {LARGEST} bytes are read")
    if not text.strip():
        return []
    return snapshots(gather([line.rstrip(" \t") for line in unwrapped(spread(parted(lines(text))))]), now)
