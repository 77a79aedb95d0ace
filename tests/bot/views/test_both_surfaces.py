"""What Slack shows of an answer, a terminal shows as well."""

import json

import pytest

from bot.views.report import report_message
from core.messages.model import Language
from core.messages.report import PodState, Unseen
from knowledge.library import Library
from knowledge.presentation import present
from tests.bot.views.made_report import REPORT, two_causes
from workers.terminal import TerminalStyle, page


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A catalogue of two causes, so that these tests do not depend on anybody's prose."""
    return two_causes(tmp_path_factory.mktemp("causes"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_is_drawn_on_both(language: Language, library: Library) -> None:
    """Labels, quotes, how many are left out, commands, restarts, the log's end and what was hidden."""
    unseen = tuple(Unseen(what=what, why="timeout") for what in ("events", "node", "owner", "claims"))
    report = REPORT.model_copy(update={"unseen": unseen})
    presentation = present(report, library, language)
    assert presentation.restarts and presentation.log and any(items.more for items in presentation.lists)
    parts = [
        *(items.label for items in presentation.lists),
        *(item.text.split("`")[0].rstrip() for items in presentation.lists for item in items.items),
        *(items.more for items in presentation.lists if items.more),
        *(command for commands in presentation.commands for command in commands.commands),
        f"{presentation.restarts.next_label} ",
        presentation.log.label,
        *presentation.log.lines,
        presentation.hidden,
    ]
    drawn = json.dumps(report_message(report, library, language, "q").blocks, ensure_ascii=False)
    slack = drawn.replace('\\"', '"').replace("\\n", "\n")
    terminal = page(report, library, TerminalStyle(language, columns=110))

    assert [part for part in parts if part not in slack] == []
    assert [part for part in parts if part not in terminal] == []


@pytest.mark.parametrize(
    ("language", "state"),
    [("en", "running, 1/1 ready for 6 min"), ("zh", "运行中，1/1 就绪，已持续 6 分钟")],
)
@pytest.mark.parametrize("over", [False, True])
def test_what_the_pod_is_now_stands_above_the_cause(
    language: Language, state: str, over: bool, library: Library
) -> None:
    """Beside its name, or at the head of a headline that tells of what was; once, and on both surfaces."""
    best, *others = REPORT.findings
    findings = (best.model_copy(update={"over": over}), *others)
    now = PodState(word="Running", ready=1, total=1, seconds=360.0)
    report = REPORT.model_copy(update={"findings": findings, "now": now})
    title = present(report.model_copy(update={"now": None}), library, language).title
    drawn = json.dumps(report_message(report, library, language, "q").blocks, ensure_ascii=False)

    for surface in (drawn, page(report, library, TerminalStyle(language, columns=110))):
        lowered = surface.lower()
        assert lowered.count(state) == 1
        assert lowered.index(state) < lowered.index(title.split("`")[0].lower())
