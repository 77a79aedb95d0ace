"""The pages for people: links lead somewhere, commands exist, the two READMEs agree, tables say what the code says."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.cause import KEYS, read_cause
from knowledge.library import collected
from knowledge.when import FIELDS, FLAGS, SHORT
from tests.examples import keys_at, snapshot_of
from workers.diagnosis import diagnose

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "README.zh.md",
        "CHANGELOG.md",
        "deploy/README.md",
        "docs/adding-a-cause.md",
        "docs/alerts.md",
        "docs/architecture.md",
        "docs/known-flaws.md",
        "docs/scorecard.md",
    )
]
LARGEST_PICTURE = 300 * 1024
"""Bytes: everybody who opens the README loads it."""


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _rows(text: str, first: str) -> list[list[str]]:
    """The cells of the table whose heading row begins with `first`, without heading and rule."""
    after = text[text.index(f"| {first} |") :]
    lines = after[: after.index("\n\n")].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines]


def _ticked(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def _anchors(page: Path) -> set[str]:
    """What GitHub makes of the headings: lower case, punctuation dropped, hyphens for blanks."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_the_readme_leads_with_the_two_commands() -> None:
    """Before anything else to read, and nothing beside them."""
    for name in ("README.md", "README.zh.md"):
        first = re.search(r"```sh\n(.*?)```", _text(name), re.DOTALL)
        assert first is not None
        assert [line.split("#")[0].strip() for line in first[1].splitlines()] == ["make run", "make test"]


def test_every_target_the_pages_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = {
        target
        for page in PAGES
        for target in re.findall(r"\bmake ([a-z]+)\b(?=[`\s]*$|`| +#| TESTS)", _text(str(page)), re.M)
    }

    assert named <= targets
    assert {"run", "test", "check", "bench"} <= named


@pytest.mark.parametrize(("name", "heading"), [("README.md", "in Slack"), ("README.zh.md", "在 Slack 里")])
def test_every_command_of_the_app_is_in_the_readme(name: str, heading: str) -> None:
    manifest = yaml.safe_load(_text("deploy/slack-manifest.yaml"))
    listed = {word.split()[0] for row in _rows(_text(name), heading) for word in _ticked(row[0])}

    assert listed == {command["command"] for command in manifest["features"]["slash_commands"]}


def test_both_readmes_show_the_same_code_and_links() -> None:
    """Translated prose, the same commands."""

    def code(name: str) -> list[str]:
        blocks = re.findall(r"```\w*\n(.*?)```", _text(name), re.DOTALL)
        return [re.sub(r"\s+#.*", "", block) for block in blocks]

    def links(name: str) -> set[str]:
        return set(re.findall(r"\]\(([^)\s]+)\)", _text(name))) - {"README.md", "README.zh.md"}

    assert code("README.zh.md") == code("README.md")
    assert links("README.zh.md") == links("README.md")
    assert [_ticked(row[0]) for row in _rows(_text("README.zh.md"), "在 Slack 里")] == [
        _ticked(row[0]) for row in _rows(_text("README.md"), "in Slack")
    ]


def test_the_vocabulary_is_that_of_the_code() -> None:
    """`when:` is a closed vocabulary; a page that teaches another one teaches errors."""
    rows = _rows(_text("docs/adding-a-cause.md"), "clause")
    said = {_ticked(clause)[0]: (_ticked(texts), _ticked(flags), _ticked(bare)) for clause, texts, flags, bare in rows}

    assert said == {
        clause: (fields, FLAGS.get(clause, ()), (SHORT[clause],) if clause in SHORT else ())
        for clause, fields in FIELDS.items()
    }


def test_the_front_matter_is_that_of_the_code() -> None:
    assert {_ticked(row[0])[0] for row in _rows(_text("docs/adding-a-cause.md"), "key")} == set(KEYS)


def test_the_whole_file_to_copy_is_a_cause() -> None:
    """It loads, and each of its examples does what its heading says."""
    block = re.search(r"^````markdown\n(.*?)^````", _text("docs/adding-a-cause.md"), re.MULTILINE | re.DOTALL)
    assert block
    cause = read_cause("config.missing-item", block[1])
    answers = [diagnose(snapshot_of(each.text), collected({cause.id: cause})).findings for each in cause.examples]

    assert [bool(findings) for findings in answers] == [each.fires for each in cause.examples] == [True, True, False]


def test_the_keys_of_an_example_are_those_of_the_code() -> None:
    """Each row after its name lists every key of that part of a snapshot, words in brackets apart."""
    rows = _rows(_text("docs/adding-a-cause.md"), "of")
    listed = {name.strip("`"): set(_ticked(re.sub(r"\([^)]*\)|;.*", "", keys))) for name, keys in rows}
    places = {
        "the example": (),
        **{
            name: (name,)
            for name in ("pod", "containers", "events", "logs", "node", "owners", "claims", "named", "siblings")
        },
        **{name: ("containers", name) for name in ("waiting", "running", "terminated", "liveness", "env", "mounts")},
        **{name: ("pod", name) for name in ("conditions", "volumes")},
        "taints": ("node", "taints"),
    }

    assert listed == {name: set(keys_at(place)) for name, place in places.items()}


def test_the_picture_is_small() -> None:
    picture = ROOT / "docs" / "console.png"

    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size <= LARGEST_PICTURE
