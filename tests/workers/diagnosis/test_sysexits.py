"""A code of sysexits.h is told with what it means, and the first command is none that prints the code again."""

import pytest

from core.messages.model import Language
from knowledge.library import library
from knowledge.text import explain
from workers.container import Container, Terminated
from workers.diagnosis import diagnose
from workers.snapshot import Pod, Snapshot


@pytest.mark.parametrize(
    ("code", "language", "says"),
    [
        (64, "en", "the program says: the command line is wrong."),
        (65, "en", "the program says: the input data is wrong."),
        (65, "zh", "程序想说的是：输入数据有误。"),
        (69, "en", "the program says: a service it needs is not available."),
        (75, "zh", "程序想说的是：临时故障，可稍后重试。"),
        (77, "zh", "程序想说的是：权限不足。"),
        (78, "en", "the program says: its configuration is wrong."),
    ],
)
def test_the_code_is_told_with_its_meaning(code: int, language: Language, says: str) -> None:
    """Of that code alone, in the reader's language."""
    ended = Container(name="app", terminated=Terminated(reason="Error", code=code), restarts=3)
    report = diagnose(Snapshot(pod=Pod(phase="Running"), containers=(ended,), events=()), library())
    explained = explain(report.findings[0], library(), language, report)

    assert report.findings[0].detail == "run.sysexit"
    assert explained.summary.endswith(says)
    assert not any("exitCode" in command.text for command in explained.commands)
