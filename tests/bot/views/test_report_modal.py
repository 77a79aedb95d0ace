"""The windows behind the buttons of a diagnosis: logs, events, everything known of the cause."""

import pytest

from bot.views import report_modal
from core.messages.report import LogExcerpt, Moment, Report
from deploy.sandbox.slack.blocks.blocks import block_problems
from knowledge.library import Library
from tests.bot.views.made_report import NOW, REPORT, two_causes


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A catalogue of two causes, so that these tests do not depend on anybody's prose."""
    return two_causes(tmp_path_factory.mktemp("causes"))


def test_the_log_window_shows_the_run_that_ended_first(read) -> None:
    """The previous run's log is the one that matters."""
    logs = (LogExcerpt(container="app", lines=("up again",)), *REPORT.logs)
    view = report_modal.logs(REPORT.model_copy(update={"logs": logs}), "en")

    assert read(view["blocks"])[1:] == [
        "**app** · previous run",
        "```",
        "starting",
        "ready",
        "```",
        "**app** · current run",
        "```",
        "up again",
        "```",
        "(looked at <!date^1795227247^{time_secs}|02:14:07 UTC> · 2 secret values hidden)",
    ]
    assert block_problems(view["blocks"], "modal") == []


def test_a_log_too_long_for_one_text_loses_whole_lines_at_its_top(read) -> None:
    """What stands last in a log stays readable to its last character."""
    lines = tuple(f"{number:03} {'x' * 300}" for number in range(40))
    view = report_modal.logs(
        REPORT.model_copy(update={"logs": (LogExcerpt(container="app", previous=True, lines=lines),)}), "en"
    )

    shown = read(view["blocks"])
    assert shown[3] == "… 31 more lines"
    assert shown[-3] == lines[-1]
    assert block_problems(view["blocks"], "modal") == []


def test_the_events_window_is_in_order(read) -> None:
    """Each line: when, what, whose, how often, the words."""
    busy = Moment(at=NOW, source="event", reason="BackOff", quote="Back-off restarting", count=7)
    view = report_modal.events(REPORT.model_copy(update={"timeline": (REPORT.timeline[-1], busy)}), "en")

    assert read(view["blocks"])[1:3] == [
        "- <02:14:06 UTC> **terminated** app `Error (137)`",
        "- <02:14:07 UTC> **BackOff** ×7 `Back-off restarting`",
    ]
    assert block_problems(view["blocks"], "modal") == []


def test_read_more_holds_the_guide_and_all_evidence(read, library) -> None:
    """The rest of the cause's text stands there, with its lists and code."""
    view = report_modal.read_more(REPORT, "en", library)

    shown = read(view["blocks"])
    assert shown[shown.index("Look at the probe's `port`:") + 1] == "- the name of a port works too"
    assert block_problems(view["blocks"], "modal") == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("window", [report_modal.logs, report_modal.events])
def test_an_empty_window_says_so(read, window, language) -> None:
    """A window opened from an old message is never blank."""
    view = window(Report(target="pasted.txt"), language)

    assert len(read(view["blocks"])) == 2
    assert block_problems(view["blocks"], "modal") == []
