"""The same text gives the same answer in whatever form it is pasted.

Some dresses lose what cannot be had back for every text, such as where a log's lines ended: of these a share is asked
for, which may only grow.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from core.messages.report import Report
from knowledge.library import library
from tests.workers.paste.dresses import DRESSES, one_line, spelled_out, word_wrapped, wrapped
from tests.workers.paste.unrelated import unrelated
from workers.diagnosis import diagnose
from workers.paste import read
from workers.pasted import explained

PASTES = sorted((Path(__file__).parents[2] / "pastes").glob("*.yaml"))[::3]
"""Every third: a second a dress."""
LOSSY = {one_line: 0.98, spelled_out: 0.98, wrapped: 0.95, word_wrapped: 0.93}


def answer(text: str) -> str | None:
    """The first finding's cause."""
    report = explained(read(text), lambda snapshot, target: diagnose(snapshot, library(), target), "paste")
    return report.findings[0].cause if isinstance(report, Report) and report.findings else None


@cache
def right() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Name, text and accepted causes of the pastes that are answered rightly as they are."""
    cases = [(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in PASTES]
    accepted = [
        (name, case["input"], frozenset({case["cause"], *(case.get("also_acceptable") or ())})) for name, case in cases
    ]
    return tuple(one for one in accepted if answer(one[1]) in one[2])


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.__name__)
def test_a_text_is_answered_as_well_in_another_dress(dress: Callable[[str], str]) -> None:
    """What is right as it stands is right on a page, in a log system's export, quoted, fenced, wrapped."""
    wrong = [name for name, text, causes in right() if answer(dress(text)) not in causes]

    assert len(right()) > 70
    assert len(wrong) <= (1 - LOSSY.get(dress, 1.0)) * len(right()), wrong


@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_five_hundred_unrelated_lines_change_no_answer(above: bool) -> None:
    """Access logs, klog, journals and routine messages around a text are no evidence."""
    noise = unrelated(500)

    def among(text: str) -> str:
        return f"{noise}\n\n{text}" if above else f"{text}\n\n{noise}\n"

    assert [name for name, text, causes in right() if answer(among(text)) not in causes] == []
