"""Killed, and nobody says by whom: the answer leads on to `/whokilled`."""

import pytest

from bot.views.answer import answer_message
from bot.views.blocks.buttons import ButtonValue
from core.messages.model import Language
from core.messages.report import Finding, PodRef, Report
from knowledge.library import library
from knowledge.text import explain
from workers.terminal import TerminalStyle, page

REF = PodRef(namespace="shop", name="web-1")


def report(cause: str, ref: PodRef | None = REF) -> Report:
    """A report with one finding."""
    finding = Finding(cause=cause, detail=cause, confidence="possible", container="app")
    return Report(target="shop/web-1", ref=ref, findings=(finding,))


@pytest.mark.parametrize(
    "one", [report("run.oom-cgroup"), report("run.app-error"), report("run.killed-externally", None)]
)
def test_a_known_killer_or_no_pod_leads_nowhere(one: Report) -> None:
    """Of a paste that names no pod, nobody can be asked about on the node."""
    shown = answer_message(one, "en", "q").blocks[-1]["elements"]

    assert "whokilled.again" not in [button["action_id"] for button in shown]


@pytest.mark.parametrize(("language", "label"), [("en", "Who killed it?"), ("zh", "是谁杀的？")])
def test_an_unknown_killer_leads_to_whokilled(language: Language, label: str) -> None:
    """By a button in Slack, and in words that can be typed where there is none."""
    one = report("run.killed-externally")
    first = answer_message(one, language, "q").blocks[-1]["elements"][0]

    assert (first["action_id"], first["text"]["text"]) == ("whokilled.again", label)
    assert ButtonValue.read(first["value"]) == ButtonValue("q", "shop/web-1")
    assert "`/whokilled shop/web-1`" in explain(one.findings[0], library(), language, one).summary
    assert "/whokilled shop/web-1" in " ".join(page(one, library(), TerminalStyle(language, columns=110)).split())
