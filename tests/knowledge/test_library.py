"""The catalogue as a whole."""

from pathlib import Path

import pytest
import yaml

from knowledge.cause import Cause, read_cause
from knowledge.library import collected, library, load, mutual, unknown_references

BODY = """---
when: {log: word}
BEATS
---
# It fails in a way
Something is wrong with it.

# 出错了
它有点问题，需要处理。
"""


def cause(name: str, beats: str = "", **keys: str) -> Cause:
    matter = [f"beats: [{beats}]", *(f"{key}: {value}" for key, value in keys.items())]
    return read_cause(name, BODY.replace("BEATS", "\n".join(matter)))


def test_a_pattern_means_a_family_but_not_itself() -> None:
    """`run.*` silences all of the family save the cause that says so."""
    catalogue = collected({name: cause(name, "run.*") for name in ["run.a"]} | {"run.b": cause("run.b")})

    assert catalogue.silences("run.a") == {"run.b"}


def test_a_name_outweighs_a_pattern() -> None:
    """Where one means the other by a pattern and is named by it, the named one is silenced; two patterns cancel out."""
    catalogue = collected(
        {"run.a": cause("run.a", "run.*"), "run.b": cause("run.b", "run.a"), "run.c": cause("run.c", "run.*")}
    )

    assert catalogue.silences("run.a") == frozenset()
    assert catalogue.silences("run.b") == {"run.a"}
    assert mutual(catalogue) == []


def test_a_general_cause_says_itself_to_whom_it_yields() -> None:
    """Not to a fallback, not to its own special case, and not to whom it beats by name."""
    general = cause("run.general", "run.weak", yields="[run.*]")
    others = [
        cause("run.clear"),
        cause("run.weak"),
        cause("run.finer", **{"is": "run.general"}),
        cause("run.last", fallback="true"),
    ]
    catalogue = collected({each.id: each for each in (general, *others)})

    assert [each.id for each in others if "run.general" in catalogue.silences(each.id)] == ["run.clear"]
    assert catalogue.silences("run.general") == {"run.weak"}


def test_two_names_that_silence_each_other_are_reported() -> None:
    """Neither would ever be heard."""
    catalogue = collected({"run.a": cause("run.a", "run.b"), "run.b": cause("run.b", "run.a")})

    assert set(mutual(catalogue)) == {("run.a", "run.b"), ("run.b", "run.a")}


def test_a_reference_to_nobody_is_reported() -> None:
    """A renamed cause is still asked for by its old name somewhere."""
    assert unknown_references(collected({"run.a": cause("run.a", "run.gone")})) == ["run.a: names run.gone"]


def test_the_version_follows_the_words(tmp_path: Path) -> None:
    """Any changed word gives another version, the same words the same one."""
    (tmp_path / "run").mkdir()
    file = tmp_path / "run" / "a.md"
    file.write_text(BODY.replace("BEATS", "beats: []"), encoding="utf-8")
    first = load(tmp_path).version
    again = load(tmp_path).version
    file.write_text(BODY.replace("BEATS", "beats: []").replace("wrong", "odd"), encoding="utf-8")

    assert again == first != load(tmp_path).version


def test_the_catalogue_is_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own loader is stricter than libyaml's: it refuses an unquoted `?` between braces."""
    ours = load()
    monkeypatch.setattr("knowledge.cause.LOADER", yaml.SafeLoader)

    assert load() == ours


def test_the_shipped_catalogue_is_large() -> None:
    """It loads, and nobody has lost half of it."""
    assert len(library().causes) >= 120
