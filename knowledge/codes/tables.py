"""The tables, read from the YAML files beside this one and kept compiled; must not interpret them.

Parsing the YAML takes tens of milliseconds, so the result is kept as Python keeps bytecode: marshalled in
__pycache__, valid only for the exact sizes and modification times of the files it was made from, and written whole
or not at all. Where nothing can be written (a read-only image) every process parses once;
`python -m knowledge.codes.tables` while building the image avoids that.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Tables = dict[str, Any]
    Fingerprint = tuple[tuple[str, int, int], ...]

FOLDER = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - importing pathlib costs more than all this
CACHE = os.path.join(FOLDER, "__pycache__", f"tables.{sys.implementation.cache_tag}.marshal")  # noqa: PTH118

_loaded: Tables = {}


def tables() -> Tables:
    """All tables as plain dicts, lists and strings, compiled by knowledge.codes.compiled; loaded once a process."""
    if not _loaded:
        fingerprint = _fingerprint()
        _loaded.update(_kept(fingerprint) or _fresh(fingerprint))
    return _loaded


def _fingerprint() -> Fingerprint:
    """Name, size and time of every table and of the module that compiles them."""
    entries = [entry for folder in (FOLDER, os.path.join(FOLDER, "readings")) for entry in os.scandir(folder)]  # noqa: PTH118
    files = []
    for entry in entries:
        if entry.name.endswith(".yaml") or entry.name == "compiled.py":
            stat = entry.stat()
            files.append((entry.name, stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(files))


def _kept(fingerprint: Fingerprint) -> Tables | None:
    """The compiled tables, if they were made from exactly these files."""
    try:
        with open(CACHE, "rb") as file:  # noqa: PTH123
            kept = marshal.loads(file.read())
    except (OSError, EOFError, ValueError, TypeError):
        return None
    if isinstance(kept, tuple) and len(kept) == 2 and kept[0] == fingerprint:
        return kept[1]  # type: ignore[no-any-return]
    return None


def _fresh(fingerprint: Fingerprint) -> Tables:
    """Parse, compile, and keep for next time if the place can be written."""
    from knowledge.codes.compiled import compiled

    fresh = compiled(FOLDER)
    # Also where Python was told to write no bytecode (images set that): parsing takes ten times as long as starting.
    _keep(marshal.dumps((fingerprint, fresh)))
    return fresh


def _keep(content: bytes) -> None:
    """Write beside the final name and rename, so that a reader sees all or nothing."""
    beside = f"{CACHE}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(CACHE), exist_ok=True)  # noqa: PTH103, PTH120
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(content)
        os.replace(beside, CACHE)  # noqa: PTH105
    except OSError:
        return


if __name__ == "__main__":
    tables()
