"""The scorecard's page is that of the present code, and what it shows is good enough."""

import re
from functools import cache

import pytest
import yaml

from knowledge.library import library
from tests import scorecard
from tests.scorecard import Answered

MOST_DRIFT = 1.0
"""Percentage points between the page and the present code: a cause changed, or a case, does not ask for a new page."""

ROW = re.compile(r"^\| (\w+): .* \| (\d+) \| ([\d.]+) % \| (\d+) of (\d+) \|$", re.MULTILINE)


@cache
def measured(name: str) -> list[Answered]:
    """The present answers of one set."""
    return scorecard.SETS[name][1]()


def percent(answers: list[Answered]) -> float:
    return 100 * sum(answer.right for answer in answers) / len(answers)


def on_page() -> dict[str, tuple[int, float, int]]:
    """Name of the set to cases, percent right, certain and wrong."""
    text = scorecard.PAGE.read_text(encoding="utf-8")
    return {name: (int(cases), float(right), int(wrong)) for name, cases, right, wrong, _ in ROW.findall(text)}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("held", 85.0),
        ("emitters", 90.0),
        ("pastes", 95.0),
        ("wordings", 96.0),
        ("objects", 99.0),
        ("paste", 98.0),
        ("describe", 89.0),
        ("live", 99.0),
    ],
)
def test_good_enough_and_as_the_page_says(name: str, least: float) -> None:
    """The share that is right is above its threshold, and the page shows it; `make scorecard` writes it anew."""
    cases, right, _ = on_page()[name]
    present = measured(name)

    missed = [answer.name for answer in present if not answer.right and name not in scorecard.UNSEEN]
    assert percent(present) >= least, missed
    assert (cases, abs(percent(present) - right) <= MOST_DRIFT) == (len(present), True)


def test_what_it_is_certain_of_is_right() -> None:
    """A wrong `certain` is the worst it can do: at most one in a hundred, over all sets."""
    certain = [(name, answer) for name in scorecard.SETS for answer in measured(name) if answer.confidence == "certain"]
    wrong = [answer.name for name, answer in certain if not answer.right and name not in scorecard.UNSEEN]

    assert sum(not answer.right for _, answer in certain) <= len(certain) / 100, wrong


def test_every_listed_cause_has_a_pasted_case() -> None:
    """No cause is written that nobody ever pasted; finer ones count as what they are listed under."""
    wanted = {case.wanted for case in measured("pastes")}

    assert {cause.counts_as for cause in library().causes.values()} - wanted == set()


@pytest.mark.parametrize("path", sorted(scorecard.PASTES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_case_is_whole(path) -> None:
    """Its id is its file's name, its causes exist, and it says why."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    listed = {cause.counts_as for cause in library().causes.values()}

    assert set(case) - {"also_acceptable"} == {"id", "input", "cause", "why"}
    assert case["id"] == path.stem
    assert {case["cause"], *case.get("also_acceptable", [])} <= listed
    assert case["input"].strip() and case["why"].strip()
