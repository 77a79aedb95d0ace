"""The kept catalogue is the catalogue, and is never believed when it could be another."""

import marshal
import os
from pathlib import Path

import pytest

from knowledge import cache as catalogue_cache
from knowledge.library import CAUSES, load

FRESH = load()
WHOLE = (dict(FRESH.causes), FRESH.version, dict(FRESH.silenced))
STAMP = (("a.md", 1, 2),)


def test_what_was_kept_is_what_was_read(tmp_path: Path) -> None:
    """Every field of every cause, with the words its patterns need."""
    cache = tmp_path / "deep" / "causes"
    cache.parent.mkdir()
    catalogue_cache.write(STAMP, WHOLE, cache)
    kept = catalogue_cache.read(STAMP, cache)

    assert kept == WHOLE
    assert [leaf.needles for leaf in _regexes(kept[0])] == [leaf.needles for leaf in _regexes(WHOLE[0])]
    assert [path.name for path in cache.parent.iterdir()] == ["causes"]


def _regexes(causes):
    from knowledge.when import Leaf, leaves

    return [
        regex
        for cause in causes.values()
        for leaf in leaves(cause.when)
        if isinstance(leaf, Leaf)
        for _, regex in leaf.texts
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        marshal.dumps(None),
        marshal.dumps((STAMP,)),
        marshal.dumps((STAMP, "v", {}, {"run.x": {"id": "run.x"}})),
        marshal.dumps((STAMP, "v", {}, {"run.x": {"when": ("what",), "prose": {}, "examples": []}})),
        marshal.dumps(((("a.md", 1, 3),), "v", {}, {})),
    ],
)
def test_anything_else_is_not_taken(tmp_path: Path, content: bytes) -> None:
    """Cut off, foreign, of another version of ours or of other files: read anew instead."""
    (tmp_path / "causes").write_bytes(content)

    assert catalogue_cache.read(STAMP, tmp_path / "causes") is None


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    """The first start."""
    assert catalogue_cache.read(STAMP, tmp_path / "causes") is None


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """A read-only image reads the files at every start."""
    (tmp_path / "file").write_text("")
    catalogue_cache.write(STAMP, WHOLE, tmp_path / "file" / "causes")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_changed_file_changes_the_stamp(tmp_path: Path) -> None:
    """By size, by time, by name, by being there."""
    family = tmp_path / "run"
    family.mkdir()
    cause = family / "x.md"
    stamps = [catalogue_cache.stamp(tmp_path)]
    for change in (
        lambda: cause.write_text("a"),
        lambda: cause.write_text("ab"),
        lambda: os.utime(cause, ns=(1, 1)),
        lambda: cause.rename(family / "y.md"),
    ):
        change()
        stamps.append(catalogue_cache.stamp(tmp_path))

    assert len(set(stamps)) == 5


def test_the_stamp_covers_the_shipped_catalogue() -> None:
    """Every cause file, and the modules that read them."""
    paths = {Path(path) for path, _, _ in catalogue_cache.stamp(CAUSES)}
    readers = {Path(catalogue_cache.__file__).parent / name for name in catalogue_cache.READERS}

    assert paths == {*CAUSES.glob("*/*.md"), *readers}
