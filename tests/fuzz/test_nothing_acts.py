"""What a cluster says never acts in Slack: no ping, no link, no formatting, through diagnosis and drawing."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.views import report_modal
from bot.views.answer import answer_message
from core.messages.model import Language
from core.messages.report import Report
from deploy.sandbox.slack.blocks.blocks import message_problems, view_problems
from knowledge.library import library
from workers.container import Container, Terminated, Waiting
from workers.diagnosis import diagnose
from workers.paste import read
from workers.pasted import explained
from workers.redact import redact
from workers.snapshot import Condition, Event, Log, Pod, Snapshot

HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<!subteam^S0ALL>",
    "<@U0SAM>",
    "<#C0ONCALL>",
    "<https://evil.example|docs>",
    "https://evil.example/login",
    "[docs](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "```\n*bold* `code`\n```",
    "`; kubectl delete ns shop; echo `",
    "$(kubectl delete ns shop)",
    "&lt;!channel&gt;",
    "@channel @here @everyone",
    ":rotating_light:",
    "\u202egnirts\u202c \x1b]8;;https://evil.example\x07here\x1b]8;;\x07",
)
OWN = re.compile(r"<!date\^\d{1,12}\^\{time_secs\}\|[\d:]{8} UTC>")
"""The only markup of our own: a time in the reader's time zone."""
ACTIVE = re.compile(r"<[!@#]|<https?:|<mailto:")
"""A bare `@channel` pings nobody: that needs `link_names` or `parse`, which are never sent (docs.slack.dev)."""


def seen(said: str) -> Snapshot:
    """Names, states, events, conditions and logs that say it."""
    image = f'Failed to pull image "reg.io/{said}": rpc error: code = NotFound desc = {said}: not found'
    return Snapshot(
        pod=Pod(phase="Pending", message=said, conditions=(Condition(type="Ready", status="False", message=said),)),
        containers=(
            Container(
                name=said,
                image=said,
                waiting=Waiting(reason="ImagePullBackOff", message=image),
                last=Terminated(reason=said, code=1, message=said),
            ),
        ),
        events=(
            Event(reason="Failed", type="Warning", message=image),
            Event(reason=said, type="Warning", message=f'configmap "{said}" not found'),
            Event(
                reason="FailedScheduling",
                message=f"0/1 nodes are available: 1 node(s) had untolerated taint {{{said}: }}.",
            ),
        ),
        logs=(Log(container=said, previous=True, lines=(f"panic: {said}", f"Error: Cannot find module '{said}'")),),
        words=(said,),
    )


def parsed_texts(value: Any) -> Iterator[str]:
    """Every text that Slack looks into for markup: `mrkdwn` objects, `markdown` blocks and a message's own text."""
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from parsed_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parsed_texts(inner)


def elements(value: Any) -> Iterator[dict[str, Any]]:
    """Every rich text element that pings or links by its type alone."""
    if isinstance(value, dict):
        if (
            value.get("type") in ("user", "usergroup", "channel", "broadcast", "link", "emoji", "image")
            or "url" in value
        ):
            yield value
        for inner in value.values():
            yield from elements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from elements(inner)


def assert_harmless(report: Report, language: Language) -> None:
    """The message and its three windows are valid, and hold nothing that acts but links of the guide's own."""
    message = answer_message(report, language, "q1").as_arguments()
    windows = [draw(report, language) for draw in (report_modal.logs, report_modal.events, report_modal.read_more)]

    assert message_problems(message) == ("", [])
    assert [problem for window in windows for problem in view_problems(window)[1]] == []
    for shown in (message, *windows):
        texts = [message["text"], *parsed_texts(shown)]
        assert [text for text in texts if ACTIVE.search(OWN.sub("", text))] == []
        assert [one for one in elements(shown) if "evil" in json.dumps(one) or one["type"] != "link"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_from_a_cluster_acts(said: str, language: Language) -> None:
    """Image, container, event, condition, taint, module: each quoted in an answer, none of them alive."""
    report = diagnose(redact(seen(said)), library(), said)

    assert report.findings
    assert_harmless(report, language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_from_a_paste_acts(said: str, language: Language) -> None:
    """The same by way of text, where the pod's very name is hostile."""
    text = (
        f"Name: {said}\nNamespace: {said}\nStatus: Pending\n\nlog:\npanic: {said}\nError: Cannot find module '{said}'\n"
    )
    found = explained([redact(each) for each in read(text)], lambda one, name: diagnose(one, library(), name), said)

    assert isinstance(found, Report)
    assert_harmless(found, language)


@pytest.mark.parametrize("said", HOSTILE)
def test_no_command_holds_a_foreign_word(said: str) -> None:
    """Commands are copied by tired people: a name that could act in a shell is replaced by its placeholder."""
    report = diagnose(redact(seen(said)), library(), said)
    shown = json.dumps(answer_message(report, "en", "q1").blocks)

    for line in re.findall(r"kubectl -n [^\"\\]{1,300}", shown):
        assert "delete ns" not in line.split("-c ", 1)[0]
        assert not re.search(r"-c [^ ]*[`$<;]", line)
