"""Texts in which nothing is broken: chat, documentation, release notes, runs of CI that passed, logs of what is well.

One text a line, English and Chinese. `answered.txt` lists those that are still answered with a fault: a debt that may
only shrink.
"""

from pathlib import Path

import pytest

from core.messages.report import Report
from knowledge.library import library
from workers.diagnosis.diagnose import diagnose
from workers.paste.read import read
from workers.pasted import explained

HERE = Path(__file__).parent
ANSWERED = HERE / "answered.txt"
TEXTS = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(HERE.glob("*.txt"))}
DEBT = frozenset(TEXTS.pop("answered"))
FEWEST = 230


def finds_a_fault(text: str) -> bool:
    """Whether the first finding says that something is broken."""
    answer = explained(read(text), lambda snapshot, target: diagnose(snapshot, library(), target), "")
    return isinstance(answer, Report) and any(not each.cause.startswith("healthy.") for each in answer.findings)


@pytest.mark.parametrize("kind", TEXTS)
def test_where_nothing_is_broken_no_fault_is_found(kind: str) -> None:
    """No text but those of the debt is answered with a fault."""
    assert [text for text in TEXTS[kind] if text not in DEBT and finds_a_fault(text)] == []


def test_what_is_no_longer_answered_is_no_longer_a_debt() -> None:
    """The debt shrinks as soon as a text is read rightly."""
    assert [text for text in sorted(DEBT) if not finds_a_fault(text)] == []


def test_the_collection_is_whole() -> None:
    """No text is lost or stands twice, and the debt names only texts that are there."""
    texts = [text for kind in TEXTS.values() for text in kind]

    assert len(texts) == len(set(texts)) >= FEWEST
    assert set(texts) >= DEBT
