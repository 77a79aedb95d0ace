"""The pastes of the troubleshooting pages this project grew from are answered as those pages answer them."""

from pathlib import Path

import pytest
import yaml

from tests.scorecard import pasted

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CASES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES]


@pytest.mark.parametrize("case", [case for case in CASES if "open" not in case], ids=lambda case: case["id"])
def test_a_page_s_own_paste_is_answered(case) -> None:
    """The text as it stands on the page, wrapped and indented as there, gets the page's own answer first."""
    report = pasted(case["input"])

    assert report is not None
    assert report.findings[0].cause in {case["cause"], *case.get("also_acceptable", [])}


@pytest.mark.parametrize("case", [case for case in CASES if "open" in case], ids=lambda case: case["id"])
def test_what_is_open_is_still_open(case) -> None:
    """A case that says what is missing loses that line as soon as it is answered."""
    report = pasted(case["input"])
    first = report.findings[0].cause if report and report.findings else ""

    assert first not in {case["cause"], *case.get("also_acceptable", [])}, "remove `open` from this case"


def test_every_case_is_whole() -> None:
    """Its id is its file's name, and it says why."""
    assert [case["id"] for case in CASES] == [path.stem for path in FILES]
    assert all(case["why"].strip() for case in CASES)
