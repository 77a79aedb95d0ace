"""The catalogue: every cause file under `knowledge/causes`, loaded once and checked as a whole.

Reads its own files, nothing else. A fault in any file stops the start: a bad catalogue is not a finding.
"""

import fnmatch
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge import cache
from knowledge.cause import Cause, read_cause

CAUSES = Path(__file__).parent / "causes"


@dataclass(frozen=True)
class Library:
    """All causes by id, and a version that changes with any of their words."""

    causes: Mapping[str, Cause]
    version: str
    silenced: Mapping[str, frozenset[str]]
    """For every cause the ids it silences; `run.*` in its `beats` stands for a family."""

    def listed(self, detail: str) -> str:
        """The listed id a cause counts as."""
        cause = self.causes.get(detail)
        return cause.counts_as if cause else detail

    def silences(self, cause: str) -> frozenset[str]:
        """Ids of all causes that `cause` silences."""
        return self.silenced[cause]

    def rivals(self, cause: str) -> tuple[Cause, ...]:
        """The causes a reader would suspect instead of `cause`."""
        return tuple(self.causes[name] for name in self.causes[cause].rivals if name in self.causes)


def load(folder: Path = CAUSES) -> Library:
    """Read every `<family>/<name>.md`; raises BadCause with the file's id."""
    digest = hashlib.sha256()
    causes: dict[str, Cause] = {}
    for path in sorted(folder.glob("*/*.md")):
        text = path.read_text(encoding="utf-8")
        name = f"{path.parent.name}.{path.stem}"
        digest.update(f"{name}\n{text}\n".encode())
        causes[name] = read_cause(name, text)
    return collected(causes, digest.hexdigest()[:12])


def collected(causes: Mapping[str, Cause], version: str = "") -> Library:
    """A library of these causes."""
    means = {name: _meant(cause.beats, causes) for name, cause in causes.items()}
    for name, cause in causes.items():
        for other in _meant(cause.yields, causes):
            if _may_silence(causes[other], cause):
                means[other].add(name)
    silenced = {
        name: frozenset(other for other in meant if other in causes[name].beats or name not in means[other]) - {name}
        for name, meant in means.items()
    }
    return Library(causes, version, silenced)


def _meant(patterns: tuple[str, ...], causes: Mapping[str, Cause]) -> set[str]:
    """The ids the patterns stand for: `run.*` for a family."""
    return {name for pattern in patterns for name in fnmatch.filter(causes, pattern)}


def _may_silence(cause: Cause, general: Cause) -> bool:
    """Of those a general cause yields to: no fallback, and not its own special case, which another rule decides."""
    return cause.counts_as != general.id and not all(alternative.fallback for alternative in cause.alternatives)


def mutual(library: Library) -> list[tuple[str, str]]:
    """Pairs of causes that silence each other, so that neither would be heard; empty when all is well."""
    names = library.causes
    return [
        (first, second) for first in names for second in library.silences(first) if first in library.silences(second)
    ]


def unknown_references(library: Library) -> list[str]:
    """`run.liveness: beats run.nonsense`, a line for every id that names no cause; empty when all is well."""
    return [
        f"{cause.id}: names {other}"
        for cause in library.causes.values()
        for other in (*cause.beats, *cause.yields, *cause.rivals, cause.counts_as)
        if not any(fnmatch.fnmatchcase(name, other) for name in library.causes)
    ]


@lru_cache(maxsize=1)
def library() -> Library:
    """The shipped catalogue, loaded at the first call: as it was kept by an earlier process, or else from its files."""
    stamped = cache.stamp(CAUSES)
    if kept := cache.read(stamped):
        return Library(*kept)
    fresh = load()
    cache.write(stamped, (dict(fresh.causes), fresh.version, dict(fresh.silenced)))
    return fresh
