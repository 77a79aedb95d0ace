"""The parts that need no server: rates, feed, manifest, forms, faults."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deploy.sandbox.slack.faults import BadFault, SlackFaults
from deploy.sandbox.slack.feed import BACKLOG, Feed
from deploy.sandbox.slack.interactions.forms import NoSuchElement, action_in, complaints, filled
from deploy.sandbox.slack.manifest import BadManifest, Manifest, read_manifest
from deploy.sandbox.slack.rates import Rates
from deploy.sandbox.slack.settings import MANIFEST

OPTIONS = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("1h", "8h")]


def actions(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "actions", "block_id": "b", "elements": [{"action_id": "a", **element}]}]


def asked(element: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [{"type": "input", "block_id": "b", "element": {"action_id": "a", **element}, **more}]


@pytest.mark.parametrize(
    ("element", "given_", "reported"),
    [
        ({"type": "static_select", "options": OPTIONS}, {"selected_option": "8h"}, {"selected_option": OPTIONS[1]}),
        ({"type": "overflow", "options": OPTIONS}, {"selected_option": OPTIONS[0]}, {"selected_option": OPTIONS[0]}),
        (
            {"type": "static_select", "option_groups": [{"options": OPTIONS}]},
            {"selected_option": {"value": "1h"}},
            {"selected_option": OPTIONS[0]},
        ),
        (
            {"type": "checkboxes", "options": OPTIONS},
            {"selected_options": ["1h", "8h"]},
            {"selected_options": OPTIONS},
        ),
        ({"type": "datepicker"}, {"selected_date": "2026-11-21"}, {"selected_date": "2026-11-21"}),
        ({"type": "button", "value": "v", "style": "danger"}, {"value": "forged"}, {"value": "v", "style": "danger"}),
        (
            {
                "type": "feedback_buttons",
                "positive_button": {"text": "+", "value": "yes"},
                "negative_button": {"text": "-", "value": "no"},
            },
            {"value": "no"},
            {"value": "no", "text": "-"},
        ),
    ],
)
def test_action_is_reported_as_slack_does(
    element: dict[str, Any], given_: dict[str, Any], reported: dict[str, Any]
) -> None:
    """A choice is reported in full from the block itself, whatever short or forged form came in."""
    action = action_in(actions(element), {"block_id": "b", "action_id": "a", **given_}, "1.000001")

    assert action == {"action_id": "a", "block_id": "b", "type": element["type"], "action_ts": "1.000001", **reported}


@pytest.mark.parametrize(
    ("element", "given_"),
    [
        ({"type": "static_select", "options": OPTIONS}, {"selected_option": "9h"}),
        ({"type": "button"}, {"action_id": "other"}),
        ({"type": "checkboxes", "options": OPTIONS}, {"selected_options": 5}),
        ({"type": "datepicker"}, {"selected_date": 5}),
        (
            {
                "type": "feedback_buttons",
                "positive_button": {"value": "yes"},
                "negative_button": {"value": "no"},
            },
            {"value": "maybe"},
        ),
    ],
)
def test_what_is_not_there_cannot_be_chosen(element: dict[str, Any], given_: dict[str, Any]) -> None:
    """Unknown elements, options and sides are refused."""
    with pytest.raises(NoSuchElement):
        action_in(actions(element), {"block_id": "b", "action_id": "a", **given_}, "1.000001")


@pytest.mark.parametrize(
    ("element", "more", "value", "complaint"),
    [
        ({"type": "plain_text_input"}, {}, None, "Please complete this required field."),
        ({"type": "static_select", "options": OPTIONS}, {}, None, "Please complete this required field."),
        ({"type": "plain_text_input"}, {"optional": True}, None, ""),
        ({"type": "plain_text_input", "min_length": 3}, {"optional": True}, "ab", "Please use at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, {}, "abcd", "Please use at most 3 characters."),
        ({"type": "plain_text_input"}, {}, "x" * 3001, "Please use at most 3000 characters."),
        ({"type": "plain_text_input", "initial_value": "because"}, {}, None, ""),
    ],
)
def test_slack_complains_before_the_app_does(
    element: dict[str, Any], more: dict[str, Any], value: str | None, complaint: str
) -> None:
    """Required and length rules are checked on what was typed, else on the initial value."""
    blocks = asked(element, **more)
    values = filled(blocks, {} if value is None else {"b": {"a": {"value": value}}}, {})

    assert complaints(blocks, values) == ({"b": complaint} if complaint else {})


def test_earlier_values_stay() -> None:
    """What was filled in before stays unless it is given again."""
    blocks = asked({"type": "plain_text_input", "initial_value": "first"})
    before = {"b": {"a": {"type": "plain_text_input", "value": "second"}}}

    assert filled(blocks, {}, before) == before
    assert filled(blocks, {"b": {"a": {"value": None}}}, before)["b"]["a"]["value"] is None


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


@given(st.lists(st.floats(0, 3), max_size=40), st.integers(1, 5))
def test_no_channel_gets_more_than_burst_and_one_a_second(pauses: list[float], burst: int) -> None:
    """Whatever the rhythm, posts let through never exceed the burst plus one for each second that passed."""
    clock = Clock()
    rates = Rates(clock, on=True, burst=burst)
    let_through = 0
    for pause in pauses:
        clock.time += pause
        let_through += rates.wait("chat.postMessage", "C1") == 0

        assert let_through <= burst + (clock.time - 100.0) + 1e-6


def test_waiting_as_told_is_enough() -> None:
    """After Retry-After seconds the call is let through, for posts and for calls by the minute."""
    for method in ("chat.postMessage", "users.list"):
        clock = Clock()
        rates = Rates(clock, on=True)
        while not (wait := rates.wait(method, "C1")):
            clock.time += 0.001
        clock.time += wait

        assert rates.wait(method, "C1") == 0


async def _overrun(feed: Feed) -> list[dict[str, Any] | None]:
    slow, other = feed.join("U0MEI"), feed.join("U0SAM")
    for number in range(BACKLOG + 5):
        feed.tell({"n": number}, only="U0MEI")
    feed.tell({"n": -1})
    got = [slow.queue.get_nowait(), other.queue.get_nowait()]
    assert slow.queue.empty()
    return got


def test_page_that_falls_behind_is_cut_off() -> None:
    """A page that does not read is ended instead of eating memory, and others go on."""
    assert asyncio.run(_overrun(Feed())) == [None, {"n": -1}]


async def _taken() -> list[Any]:
    faults = SlackFaults()
    faults.add({"kind": "error", "method": "chat.update", "count": 1})
    faults.add({"kind": "slow", "count": 0})
    kinds = [faults.take(method, "error", "slow") for method in ("chat.update", "chat.update", "auth.test")]
    faults.clear()
    return [fault and fault.kind for fault in [*kinds, faults.take("auth.test", "slow")]]


def test_faults_are_counted_down() -> None:
    """A counted fault is spent, an uncounted one stays until it is cleared."""
    assert asyncio.run(_taken()) == ["error", "slow", "slow", None]


@pytest.mark.parametrize("body", [{}, {"kind": "nonsense"}, {"kind": "error", "count": "many"}, {"kind": []}])
def test_faults_that_make_no_sense(body: dict[str, Any]) -> None:
    """A fault that cannot be planned is refused."""

    async def plan() -> None:
        SlackFaults().add(body)

    with pytest.raises(BadFault):
        asyncio.run(plan())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "while parsing"),
        ("- a", "expected a mapping"),
        ("features: {slash_commands: [{description: x}]}", "features.slash_commands[0] has no command"),
        ("features: {shortcuts: [x]}", "features.shortcuts[0] has no callback_id"),
        ("features: [x]", "features"),
        ("features: {slash_commands: 5}", "features.slash_commands"),
    ],
)
def test_manifest_that_cannot_be_read(tmp_path: Path, text: str, said: str) -> None:
    """The refusal names the file and the field."""
    path = tmp_path / "manifest.yaml"
    path.write_text(text)
    with pytest.raises(BadManifest) as caught:
        read_manifest(path)

    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_missing_manifest_is_an_app_without_commands(tmp_path: Path) -> None:
    """Without a file there are no commands and the two scopes of the design."""
    assert read_manifest(tmp_path / "none.yaml") == Manifest()


def test_our_manifest() -> None:
    """The shipped manifest declares what the app needs, with hints, and asks for no scope more than two."""
    manifest = read_manifest(MANIFEST)
    body = yaml.safe_load(MANIFEST.read_text())

    assert {"/exitcode", "/whypod"} <= {command["command"] for command in manifest.commands}
    assert all(command["description"] and command["usage_hint"] for command in manifest.commands)
    assert (manifest.scopes, manifest.events) == (("commands", "chat:write"), ("app_home_opened",))
    assert body["settings"]["socket_mode_enabled"] is True
    assert body["settings"]["interactivity"] == {"is_enabled": True}
    # Slack's manifest reference: name at most 35 characters, description 140, command 32, its description 2000.
    assert len(body["display_information"]["name"]) <= 35
    assert len(body["display_information"]["description"]) <= 140
