"""What every cause file must hold, without anyone writing a test for it: its examples are the tests."""

import re
from pathlib import Path

import pytest

from knowledge.cause import BUILT_IN, OPTIONAL, Cause, Example
from knowledge.guide import guide
from knowledge.library import CAUSES as FILES
from knowledge.library import library, mutual, unknown_references
from knowledge.regex import Regex
from knowledge.when import Fact, Leaf, leaves
from tests.examples import snapshot_of
from tests.skeleton import TO_WRITE
from workers.diagnosis import diagnose
from workers.diagnosis.facts import FACTS

LIBRARY = library()
CAUSES = [pytest.param(cause, id=cause.id) for cause in LIBRARY.causes.values()]
EXAMPLES = [
    pytest.param(cause, example, id=f"{cause.id}: {example.name}")
    for cause in LIBRARY.causes.values()
    for example in cause.examples
]
KUBECTL = r"kubectl( (-n|-c|--context) \S+)*"
VERBS = r"(get|describe|logs|top|events|explain|version|api-resources|auth can-i|rollout (status|history))"
ON_THE_NODE = (
    r"(sudo )?(journalctl|dmesg|crictl (ps|pods|inspect|inspecti|images|logs|info|stats)|df|free|cat /(proc|sys|etc)"
    r"|ls|sysctl -n|grep|skopeo inspect|nslookup|dig|curl -sS?I|openssl s_client|uname|mount|stat|ip"
    r"|nvidia-smi|ctr .* ls|docker node ls)"
)
LOOKS = re.compile(rf"^({KUBECTL} {VERBS}|{ON_THE_NODE})\b")


@pytest.mark.parametrize(("cause", "example"), EXAMPLES)
def test_example_does_what_its_heading_says(cause: Cause, example: Example) -> None:
    """Shown to all causes, a `Fires` example is answered by its own cause first, a `Silent` one not by it at all."""
    report = diagnose(snapshot_of(example.text), LIBRARY)
    answered = [finding.detail for finding in report.findings]

    if example.fires:
        assert answered[:1] == [cause.id], f"answered: {answered}"
    else:
        assert cause.id not in answered


@pytest.mark.parametrize("path", sorted(FILES.glob("*/*.md")), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_a_pattern_fits_a_line(path: Path) -> None:
    """A wall of alternatives is a list, one pattern a line, that can be read and compared."""
    matter = path.read_text(encoding="utf-8").split("---\n")[1]

    assert [line for line in matter.splitlines() if len(line) > 200] == []


@pytest.mark.parametrize("cause", CAUSES)
def test_nothing_of_the_skeleton_is_left_to_write(cause: Cause) -> None:
    """Whoever begins with `tests.skeleton` writes each of its marked sentences anew."""
    path = FILES / cause.family / f"{cause.id.partition('.')[2]}.md"
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if any(mark in line for mark in TO_WRITE)] == []


@pytest.mark.parametrize("cause", CAUSES)
def test_the_guide_page_of_a_cause_is_there(cause: Cause) -> None:
    """`guide: topic#section` leads to a page, and to a section where it names one."""
    assert cause.guide == "" or guide().find(cause.guide) is not None, cause.guide


@pytest.mark.parametrize("cause", CAUSES)
def test_fires_and_silent_examples_are_there(cause: Cause) -> None:
    """A cause without both kinds of example is not tested at all."""
    assert {example.fires for example in cause.examples} == {True, False}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_says_where_its_message_comes_from(cause: Cause) -> None:
    """A source file, a page, a man page or a cluster: whoever doubts a pattern knows where to look."""
    assert cause.source not in ("", "own")


@pytest.mark.parametrize("cause", CAUSES)
def test_every_placeholder_is_always_filled(cause: Cause) -> None:
    """Whichever branch of the clauses is met, each `$name` of the prose has a value."""
    assert cause.unfilled({name: fact.values for name, fact in FACTS.items()}) == frozenset()


@pytest.mark.parametrize("cause", CAUSES)
def test_both_languages_quote_the_same_names(cause: Cause) -> None:
    """Title and summary hold the same placeholders in English and Chinese, so none can lose what the other says."""
    names = {
        language: set(re.findall(r"\$[a-z_]+", f"{prose.title}\n{prose.summary}"))
        for language, prose in cause.prose.items()
    }

    assert names["en"] == names["zh"]


@pytest.mark.parametrize("cause", CAUSES)
def test_prose_is_short_and_whole(cause: Cause) -> None:
    """A title fits a phone's notification, a summary a Slack section, and each ends as a sentence does."""
    for prose in cause.prose.values():
        assert len(prose.title) <= 120
        summary = OPTIONAL.sub("", prose.summary)  # of parts that depend on a value most are left out
        assert 20 <= len(summary) <= 420 or (prose is cause.prose["zh"] and 8 <= len(summary) <= 420)
        assert prose.summary.rstrip("} \n")[-1] in ".。?？:：)）`"


@pytest.mark.parametrize("cause", CAUSES)
def test_commands_only_look(cause: Cause) -> None:
    """What stands under `Next` reads; what changes something stands under `Change`."""
    assert cause.look
    for command in cause.look:
        assert LOOKS.match(command), command
        assert not re.search(r"[;&`]|\$\(|>\s*\S|\|\s*(sh|bash|xargs)\b", re.sub(r"'[^']*'", "''", command)), command


@pytest.mark.parametrize("cause", CAUSES)
def test_commands_hold_no_captured_text(cause: Cause) -> None:
    """A command is pasted by a tired person: only names Kubernetes itself accepted may stand in it."""
    for command in (*cause.look, *cause.change):
        assert set(re.findall(r"\$(\w+)", command)) <= BUILT_IN, command


def test_every_reference_names_a_cause() -> None:
    """Whom a cause beats, rivals or counts as is there."""
    assert unknown_references(LIBRARY) == []


def test_no_two_causes_silence_each_other() -> None:
    """Of two causes that fit, at least one is always heard."""
    assert mutual(LIBRARY) == []


def test_causes_and_facts_know_each_other() -> None:
    """No cause asks for an unknown fact, and no fact is left that nobody asks for."""
    asked = {leaf.name for cause in LIBRARY.causes.values() for leaf in leaves(cause.when) if isinstance(leaf, Fact)}

    assert asked == set(FACTS)


def _regexes() -> list[object]:
    return [
        pytest.param(regex, id=f"{cause.id}: {regex.pattern[:40]}")
        for cause in LIBRARY.causes.values()
        for leaf in leaves(cause.when)
        if isinstance(leaf, Leaf)
        for _, regex in leaf.texts
    ]


HOSTILE = ("a" * 20_000, " " * 20_000, "\n" * 5_000, '"' * 10_000, "a.b:c/" * 3_000, "0 " * 10_000, "\\" * 10_000)


@pytest.mark.timeout(30)  # a hang, not a speed: a catastrophic pattern needs hours
@pytest.mark.parametrize("regex", _regexes())
def test_no_regex_backtracks_without_end(regex: Regex) -> None:
    """Twenty thousand hostile characters, led by the pattern's own words, never hang a pattern."""
    lead = " ".join(regex.needles)
    for text in HOSTILE:
        regex.search(lead + text)
        regex.search((lead + " ") * 300 + text)
