"""The tables are complete, bilingual, sourced, and no two readings of a code contradict without saying how to tell."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.codes import tables as tables_module
from knowledge.codes.compiled import BadTable, compiled
from knowledge.codes.tables import FOLDER, tables

HAN = re.compile(r"[\u4e00-\u9fff]")
# knowledge/causes has one folder a family; these are the families that ids of causes begin with.
CAUSE = re.compile(
    r"^(schedule|admission|image|config|start|volume|sandbox|run|init|evict|node|terminate|job|windows|healthy)\.[a-z]+(-[a-z]+)*$"
)
READINGS = tables()["readings"]
CODES = tables()["codes"]["codes"]


def write(folder: Path, **files: str) -> str:
    """A copy of the real tables with some files replaced."""
    for path in [*Path(FOLDER).glob("*.yaml"), *Path(FOLDER).glob("readings/*.yaml")]:
        target = folder / path.relative_to(FOLDER)
        target.parent.mkdir(exist_ok=True)
        target.write_text(files.get(path.stem, path.read_text(encoding="utf-8")), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "- {family: x, kind: tool, who: x, source: s, readings: {a: {codes: 1, en: one}}}",
            "extra.yaml: x.a: needs en and zh",
        ),
        ("- {family: x, kind: tool, who: x, readings: {a: {codes: 1, en: one, zh: 一}}}", "extra.yaml: x.a: no source"),
        (
            "- {family: x, kind: toll, who: x, readings: {}}",
            "extra.yaml: family x: unknown field or kind, or given twice",
        ),
        ("- {family: go, kind: tool, who: x, readings: {}}", "family go: unknown field or kind, or given twice"),
        (
            "- {family: x, kind: tool, who: x, source: s, readings: {a: {codse: 1}}}",
            "extra.yaml: x.a: unknown field ['codse']",
        ),
        (
            "- {family: x, kind: tool, who: x, source: s, tell_apart: t, readings: {a: {codes: no, en: one, zh: 一}}}",
            "extra.yaml: x.a: codes: False",
        ),
        ("- {family: [", "extra.yaml: "),
    ],
)
def test_a_bad_table_is_refused_with_file_and_field(tmp_path: Path, text: str, complaint: str) -> None:
    """The message names the file, the reading and what is wrong with it."""
    folder = write(tmp_path)
    (tmp_path / "readings" / "extra.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BadTable) as refused:
        compiled(folder)

    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("order", "complaint"),
    [("2: [go.panik]", "order.yaml: 2: no reading 'go.panik'"), ("9: [go.panic]", "do not have this code")],
)
def test_an_order_that_names_a_wrong_reading_is_refused(tmp_path: Path, order: str, complaint: str) -> None:
    with pytest.raises(BadTable) as refused:
        compiled(write(tmp_path, order=order))

    assert complaint in str(refused.value)


def test_every_code_has_a_reading() -> None:
    """0 to 255, without a gap."""
    assert [code for code in range(256) if not tables()["by_code"].get(code)] == []


def test_there_are_enough_readings() -> None:
    """More than 300 in all, at least 30 Windows statuses, all 31 standard signals, all 15 sysexits besides 0."""
    sizes = len(READINGS), len(tables()["ntstatus"]["statuses"]), len(tables()["signals"]["signals"])

    assert sizes >= (300, 30, 31)
    assert sorted(tables()["signals"]["signals"]) == list(range(1, 32))
    assert sorted(tables()["sysexits"]["sysexits"]) == [0, *range(64, 79)]


@pytest.mark.parametrize("name", sorted(READINGS))
def test_a_reading_is_bilingual_and_sourced(name: str) -> None:
    """Title and test in both languages, the Chinese one Chinese, and a document to look it up in."""
    reading = READINGS[name]
    english, chinese = zip(reading["title"], reading["tell_apart"], strict=True)

    assert all(english) and all(chinese) and len(reading["source"]) > 3
    assert not HAN.search("".join(english))
    # A tell-apart may be nothing but a quotation from a log; the title is a sentence.
    assert HAN.search(chinese[0]), chinese[0]
    assert sorted(re.findall(r"\$[a-z]+", " ".join(english))) == sorted(re.findall(r"\$[a-z]+", " ".join(chinese)))


@pytest.mark.parametrize("code", range(256))
def test_readings_of_a_code_can_be_told_apart(code: int) -> None:
    """No two readings of one code give the same sign, nor the same title, in either language."""
    readings = [READINGS[name] for name in tables()["by_code"][code]]
    for language in (0, 1):
        for field in ("title", "tell_apart"):
            said = [reading[field][language] for reading in readings]

            assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_table_of_a_code_is_whole(code: int) -> None:
    """Every row has both languages, a cause id, known reasons and runtimes, and covers real readings."""
    known = set(tables()["families"])
    for row in CODES[code].get("sightings", []):
        assert set(row) <= {"see", "was", "cause", "reasons", "runtimes", "covers"}
        assert all(row[part][language] for part in ("see", "was") for language in ("en", "zh"))
        assert HAN.search(row["was"]["zh"])
        assert CAUSE.match(row["cause"])
        assert set(row.get("reasons", [])) <= set(tables()["reasons"])
        assert set(row.get("runtimes", [])) <= known
        assert [name for name in row.get("covers", []) if name not in READINGS] == []
    seen = [row["see"]["en"] for row in CODES[code].get("sightings", [])]

    assert len(seen) == len(set(seen))


def test_reasons_and_runtimes_name_what_exists() -> None:
    """Every reading a reason puts in front exists, every reason is bilingual, every runtime is a family."""
    for reason in tables()["reasons"].values():
        assert HAN.search(reason["alone"]["zh"]) and not HAN.search(reason["alone"]["en"])
        assert set(reason.get("first", [])) <= set(READINGS)
        assert reason.get("codes", "any") == "any" or (reason["unfit"]["en"] and reason["unfit"]["zh"])
    for reading in READINGS.values():
        assert set(reading["reasons"]) <= set(tables()["reasons"])

    assert set(tables()["runtimes"]) <= set(tables()["families"])


def test_no_two_families_of_words_claim_one_name() -> None:
    """A word is one runtime's."""
    words = [word for name, also in tables()["runtimes"].items() for word in [name, *also]]

    assert sorted(words) == sorted(set(words))


def test_commands_only_look() -> None:
    """What is offered to be typed reads and changes nothing."""
    commands = [*tables()["codes"]["next"], *(command for entry in CODES.values() for command in entry.get("next", []))]

    assert [command for command in commands if not re.match(r"kubectl (get|describe|logs|top|events) ", command)] == []


def test_the_signal_numbers_of_this_machine() -> None:
    """On x86 and ARM the table is what Python's signal module says."""
    import signal

    expected = {
        number: {name for name, value in signal.Signals.__members__.items() if value == number}
        for number in range(1, 32)
    }
    named = {
        number: {entry["name"], *entry.get("also", [])} for number, entry in tables()["signals"]["signals"].items()
    }
    # SIGUNUSED is gone from newer C libraries.
    assert {number: names - {"SIGUNUSED"} for number, names in named.items()} == {
        number: expected[number] | ({"SIGSTKFLT"} if number == 16 else set()) for number in range(1, 32)
    }


def test_default_actions_are_those_of_signal_7() -> None:
    """Who dumps core, who is ignored, who stops and continues; the others terminate."""
    actions: dict[str, set[str]] = {}
    for entry in tables()["signals"]["signals"].values():
        actions.setdefault(entry["action"], set()).add(entry["name"].removeprefix("SIG"))
    terminating = actions.pop("terminate")

    assert actions == {
        "core": {"QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "SEGV", "XCPU", "XFSZ", "SYS"},
        "ignore": {"CHLD", "URG", "WINCH"},
        "stop": {"STOP", "TSTP", "TTIN", "TTOU"},
        "continue": {"CONT"},
    }
    assert len(terminating) == 31 - 18


def test_what_was_compiled_is_kept_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second process finds the compiled tables; a changed file, or a damaged cache, is noticed."""
    cache = tmp_path / "__pycache__" / "tables.marshal"
    monkeypatch.setattr(tables_module, "CACHE", str(cache))
    fingerprint = tables_module._fingerprint()
    fresh = tables_module._fresh(fingerprint)

    assert tables_module._kept(fingerprint) == fresh
    assert tables_module._kept((*fingerprint, ("new.yaml", 1, 1))) is None
    cache.write_bytes(cache.read_bytes()[:100])
    assert tables_module._kept(fingerprint) is None
    assert [path.name for path in cache.parent.iterdir()] == ["tables.marshal"]


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file stands in the way of the cache's folder, parsing still answers."""
    (tmp_path / "blocked").write_text("")
    monkeypatch.setattr(tables_module, "CACHE", str(tmp_path / "blocked" / "tables.marshal"))

    assert tables_module._fresh(tables_module._fingerprint())["readings"] == READINGS


def test_the_tables_are_yaml_without_duplicate_keys() -> None:
    """PyYAML keeps the last of two equal keys in silence; here that would lose a reading."""
    for path in [*Path(FOLDER).glob("*.yaml"), *Path(FOLDER).glob("readings/*.yaml")]:
        twice = []
        for node in _mappings(yaml.compose(path.read_text(encoding="utf-8"))):
            keys = [key.value for key, _ in node.value]
            twice += [key for key in keys if keys.count(key) > 1]

        assert (path.name, twice) == (path.name, [])


def _mappings(node: yaml.Node) -> list[yaml.MappingNode]:
    children = node.value if isinstance(node.value, list) else []
    nested = [child for item in children for child in (item if isinstance(item, tuple) else (item,))]
    found = [inner for child in nested for inner in _mappings(child)]
    return [node, *found] if isinstance(node, yaml.MappingNode) else found
