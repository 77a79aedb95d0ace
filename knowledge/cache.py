"""The parsed catalogue, kept between starts as Python keeps bytecode. It must not read or judge a cause file.

Reading and checking every cause file costs more than all else a command like `whypod -` does; what was read is
therefore marshalled into __pycache__, valid only for the exact sizes and modification times of the files it
was made from, and written whole or not at all. Where that is not possible every process reads the files anew.
"""

import marshal
import os
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from knowledge.cause import Alternative, Cause, Example, Prose
from knowledge.regex import Regex
from knowledge.when import Clause, Fact, Group, Leaf

Stamp = tuple[tuple[str, int, int], ...]
Cached = tuple[dict[str, Cause], str, dict[str, frozenset[str]]]
"""Causes by id, version, and for every cause the ids it silences."""

CACHE = Path(__file__).parent / "__pycache__" / f"causes.{sys.implementation.cache_tag}.marshal"
READERS = ("cause.py", "when.py", "pattern.py", "regex.py", "library.py", "cache.py")
"""Modules whose change changes what a file means."""
_PLAIN = tuple(each.name for each in fields(Cause) if each.name not in ("alternatives", "prose", "examples"))


def stamp(folder: Path) -> Stamp:
    """Name, size and time of every cause file and of the modules that read them."""
    statuses = [(str(Path(__file__).parent / name), os.stat(Path(__file__).parent / name)) for name in READERS]  # noqa: PTH116
    for family in os.scandir(folder):
        if family.is_dir():
            statuses += [(entry.path, entry.stat()) for entry in os.scandir(family.path) if entry.name.endswith(".md")]
    return tuple(sorted((path, status.st_size, status.st_mtime_ns) for path, status in statuses))


def read(stamped: Stamp, cache: Path = CACHE) -> Cached | None:
    """What was kept, if it was made from exactly these files; None for anything else, whatever is wrong with it."""
    try:
        kept = marshal.loads(cache.read_bytes())
        if kept[0] != stamped:
            return None
        _, version, silenced, causes = kept
        return (
            {name: _cause(given) for name, given in causes.items()},
            version,
            {name: frozenset(others) for name, others in silenced.items()},
        )
    except (OSError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def write(stamped: Stamp, catalogue: Cached, cache: Path = CACHE) -> None:
    """Write the cache atomically: to a temporary file, then renamed. A file system that refuses leaves no cache."""
    causes, version, silenced = catalogue
    plain = {name: _plain(cause) for name, cause in causes.items()}
    content = marshal.dumps((stamped, version, {name: sorted(others) for name, others in silenced.items()}, plain))
    beside = cache.with_name(f"{cache.name}.{os.getpid()}")
    try:
        cache.parent.mkdir(exist_ok=True)
        beside.write_bytes(content)
        beside.replace(cache)
    except OSError:
        return


def _plain(cause: Cause) -> dict[str, Any]:
    return {
        **{name: getattr(cause, name) for name in _PLAIN},
        "alternatives": [(_plain_clause(each.clause), each.confidence, each.fallback) for each in cause.alternatives],
        "prose": {language: (prose.title, prose.summary, prose.more) for language, prose in cause.prose.items()},
        "examples": [(example.name, example.fires, example.text) for example in cause.examples],
    }


def _cause(given: Mapping[str, Any]) -> Cause:
    return Cause(
        **{
            **given,
            "alternatives": tuple(Alternative(_clause(each), *rest) for each, *rest in given["alternatives"]),
            "prose": {language: Prose(*texts) for language, texts in given["prose"].items()},
            "examples": tuple(Example(*each) for each in given["examples"]),
        }
    )


def _plain_clause(clause: Clause) -> tuple[Any, ...]:
    if isinstance(clause, Fact):
        return ("fact", clause.name)
    if isinstance(clause, Group):
        return ("group", clause.kind, [_plain_clause(part) for part in clause.parts])
    texts = [(field, regex.pattern, regex.needles) for field, regex in clause.texts]
    codes = None if clause.codes is None else sorted(clause.codes)
    return ("leaf", clause.kind, texts, clause.flags, codes)


def _clause(given: tuple[Any, ...]) -> Clause:
    match given:
        case ("fact", name):
            return Fact(name)
        case ("group", kind, parts):
            return Group(kind, tuple(_clause(part) for part in parts))
        case ("leaf", kind, texts, flags, codes):
            patterns = tuple((field, Regex(pattern, needles)) for field, pattern, needles in texts)
            return Leaf(kind, patterns, flags, None if codes is None else frozenset(codes))
    raise ValueError(f"no clause: {given[:1]}")
