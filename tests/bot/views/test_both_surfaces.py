"""What Slack shows of an answer, a terminal shows as well."""

import json

import pytest

from bot.views.report import report_message
from core.messages.model import Language
from core.messages.report import Unseen
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
