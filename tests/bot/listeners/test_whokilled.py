"""`/whokilled` and its buttons through the real Bolt app, and what its answers look like."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views import whokilled as view
from bot.views import whokilled_words
from bot.views.answer import answer_message
from bot.views.choice import choice_message
from core.bilingual import Bilingual
from core.messages.answer import Capture, Choice, Option, Tracing
from core.messages.question import Target
from core.messages.report import Evidence, Finding, PodRef, Report, Unseen
from deploy.sandbox.slack.blocks.blocks import block_problems, message_problems
from knowledge.library import library

REF = PodRef(namespace="shop", name="web-1", container="web")
LANGUAGES = ("en", "zh")


def tracing(cause: str = "run.killed-externally", confidence: Any = "possible", **more: Any) -> Tracing:
    evidence = (Evidence(source="event", quote="Killing: Container web failed liveness probe"),)
    finding = Finding(cause=cause, detail=cause, confidence=confidence, container="web", evidence=evidence)
    report = Report(target="shop/web-1", ref=REF, node="node-7", findings=(finding,))
    given = {
        "target": "shop/web-1",
        "report": report,
        "container": "web",
        "container_id": "containerd://" + "5fb8adf9ee62" * 5,
        "running": True,
        "exit_code": 137,
        "ended_at": datetime(2026, 11, 21, 9, 3, tzinfo=UTC),
        "lived_seconds": 700.0,
        "os_image": "Ubuntu 22.04.4 LTS",
        "kernel": "5.15.0-101-generic",
    }
    return Tracing(**{**given, **more})


def words_in(value: Any) -> str:
    """Everything a reader sees, joined."""
    if isinstance(value, dict):
        own = value["text"] if isinstance(value.get("text"), str) else ""
        return own + "".join(map(words_in, value.values()))
    return "".join(map(words_in, value)) if isinstance(value, list) else ""


def actions(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message by what they do."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {element["action_id"]: element for elements in rows for element in elements}


def test_without_a_target_it_shows_how_it_goes(bot) -> None:
    """Nothing is asked of anybody."""
    for typed in ("/whokilled", "/whokilled help"):
        shown = bot.command(typed)
        assert "/whokilled shop/checkout" in words_in(shown["blocks"])
    assert bot.queue.asked == []


@pytest.mark.parametrize(
    ("typed", "container"),
    [("shop/checkout", None), ("shop/checkout web", "web"), ("shop/checkout -c web", "web")],
)
def test_the_question_says_what_it_wants_to_know(bot, typed: str, container: str | None) -> None:
    """The same queue as /whypod, another kind; the container as a second word or as kubectl has it."""
    shown = bot.command(f"/whokilled {typed}")

    (question,) = bot.queue.asked
    assert shown["text"].startswith("Looking at shop/checkout")
    assert (question.kind, question.target.name, question.target.container) == ("whokilled", "checkout", container)


def test_a_forbidden_namespace_is_refused(make_bot) -> None:
    """The same rules as for /whypod."""
    bot = make_bot(namespaces={"C0ONCALL": ("data",)})

    assert "can't be asked about" in words_in(bot.command("/whokilled shop/web")["blocks"])
    assert bot.queue.asked == []


def test_a_picked_pod_is_asked_the_same_question(bot) -> None:
    """Whoever asked who killed one of several wants that, and not why it is broken."""
    drawn = choice_message(Choice(target="shop/web", asked="whokilled", options=(Option(ref=REF),)), "en")
    (button,) = actions(drawn.as_arguments()).values()

    bot.press({"action_id": button["action_id"], "value": button["value"]})
    bot.slack.wait_for("response")

    (question,) = bot.queue.asked
    assert (question.kind, question.target.name, question.target.container) == ("whokilled", "web-1", "web")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_known_sender_is_named_first_and_nobody_is_sent_tracing(language: Any) -> None:
    """The cause is the headline; the steps stay behind a button."""
    drawn = answer_message(tracing("run.liveness", "certain"), language, "q")
    shown = drawn.as_arguments()

    assert message_problems(shown) == ("", [])
    assert ("liveness" if language == "en" else "存活探针") in drawn.text
    assert "bpftrace" not in words_in(shown["blocks"])
    assert {"whokilled.anyway", "whokilled.share"} <= set(actions(shown))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_sender_gets_the_steps(language: Any) -> None:
    """Node, id, kernel, the commands, what they change, and the way back for what they print."""
    shown = answer_message(tracing(), language, "q").as_arguments()

    text = words_in(shown["blocks"])
    assert message_problems(shown) == ("", [])
    assert all(part in text for part in ("node-7", "containerd://5fb8adf9ee62", "5.15.0-101-generic", "bpftrace -e"))
    assert ("Changes the node" if language == "en" else "会改动节点") in text
    assert {"whokilled.paste", "whokilled.others", "report.look_again"} <= set(actions(shown))


def test_what_could_not_be_seen_is_said() -> None:
    """RBAC refused the node: it is among what was not seen, and the steps say what follows from it."""
    plain = tracing()
    refused = plain.report.model_copy(update={"unseen": (Unseen(what="node", why="forbidden"),)})
    shown = answer_message(
        plain.model_copy(update={"report": refused, "os_image": "", "kernel": ""}), "en", "q"
    ).as_arguments()

    assert "Not seen" in words_in(shown["blocks"])
    assert "so I do not know its system and kernel" in words_in(shown["blocks"])


IMAGES = ("Ubuntu 22.04", "Talos (v1.6.1)", "CentOS Linux 7 (Core)", "", "Windows Server 2019", "Bottlerocket OS 1")


@pytest.mark.parametrize("image", IMAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_every_answer_and_its_windows(image: str, language: Any) -> None:
    """Within all limits, for every system and whatever the state."""
    for changed in ({}, {"exit_code": 1}, {"exit_code": None, "running": False}, {"container": None}):
        found = tracing(os_image=image, **changed)
        assert message_problems(answer_message(found, language, "q").as_arguments()) == ("", [])
        for window in (view.other_ways(found, language), view.whole_procedure(found, language)):
            assert block_problems(window["blocks"], "modal") == []


def test_what_changes_something_never_shares_a_block_with_what_looks() -> None:
    """Whoever copies a block at 3 a.m. changes nothing by it unless it says so."""
    window = view.whole_procedure(tracing(), "en")
    for block in window["blocks"]:
        for above, element in zip(block.get("elements", []), block.get("elements", [])[1:], strict=False):
            if element["type"] == "rich_text_preformatted" and "apt-get" in words_in(element):
                assert words_in(above) == "Changes the node"
                assert "bpftrace -e" not in words_in(element)


def test_a_forgotten_answer_says_how_to_ask_again(bot) -> None:
    """Answers are kept for a day."""
    bot.press({"action_id": "whokilled.others", "value": "gone shop/web-1 -c web"})

    assert "/whokilled shop/web-1 -c web" in words_in(bot.slack.wait_for("response")["blocks"])


@pytest.mark.parametrize("button", ["whokilled.others", "whokilled.anyway"])
def test_the_windows_open(bot, button: str) -> None:
    """From the answer that is remembered, in the reader's language."""
    bot.queue.answers["q"] = tracing()
    bot.redis.hset("whypod:languages", "U0MEI", "zh")

    bot.press({"action_id": button, "value": "q shop/web-1"})

    window = bot.slack.wait_for("views.open")["view"]
    assert "SystemTap" in words_in(window["blocks"])
    assert "会改动节点" in words_in(window["blocks"])


def test_somebody_else_s_namespace_stays_closed(make_bot) -> None:
    """Whoever presses a shared answer's button is checked anew."""
    bot = make_bot(namespaces={"C0ONCALL": ("data",)})
    bot.queue.answers["q"] = tracing()

    bot.press({"action_id": "whokilled.others", "value": "q shop/web-1"})

    assert "can't be asked about" in words_in(bot.slack.wait_for("response")["blocks"])


def test_the_paste_window_leads_to_a_question_and_leaves_the_steps_standing(bot) -> None:
    """No response_url goes along: the verdict must not replace the procedure."""
    bot.press({"action_id": "whokilled.paste", "value": "q shop/web-1"})
    window = bot.slack.wait_for("views.open")["view"]

    assert block_problems(window["blocks"], "modal") == []
    assert "SystemTap" in words_in(window["blocks"])
    assert (window["callback_id"], window["private_metadata"]) == (
        "paste",
        '{"channel": "C0ONCALL", "response_url": ""}',
    )


def test_an_answer_is_shared(bot) -> None:
    """With the name of who shared it and without the Share button."""
    bot.queue.answers["q"] = Capture(lines=("crond(9) send SIGKILL to app(7)",))

    bot.press({"action_id": "whokilled.share", "value": "q "})

    posted = bot.slack.wait_for("response")
    assert posted["response_type"] == "in_channel"
    assert "A scheduled job (crond) sent SIGKILL" in posted["text"]
    assert "whokilled.share" not in str(posted["blocks"])


def test_looking_again_asks_again(bot) -> None:
    """The same question, the same container."""
    bot.press({"action_id": "whokilled.again", "value": "q shop/web-1 -c web"})
    bot.slack.wait_for("response")

    (question,) = bot.queue.asked
    assert (question.kind, question.target) == (
        "whokilled",
        Target(text="shop/web-1 -c web", namespace="shop", name="web-1", container="web"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_capture_is_told(language: Any) -> None:
    """The verdict, the signal, the chain, the next commands."""
    lines = ("kill(9) send SIGKILL to app(7)", "task_ancestry:sshd(1m1.0s)=>bash(2m1.0s)=>kill(3m1.0s)")
    shown = answer_message(Capture(lines=lines), language, "q").as_arguments()

    text = words_in(shown["blocks"])
    assert message_problems(shown) == ("", [])
    assert "kill(9) ← bash ← sshd" in text
    assert "last -n 20" in text
    assert ("likely" if language == "en" else "很可能") in text


TEXTS = st.one_of(
    st.text(max_size=200), st.sampled_from(["<!channel> `x` *b*", "x" * 5000, "\n" * 90, "\x1b[31m", "行" * 900])
)


@settings(deadline=None, max_examples=60)
@given(TEXTS, TEXTS, TEXTS, st.sampled_from(LANGUAGES), st.booleans())
def test_anything_from_a_cluster_can_be_drawn(
    name: str, image: str, identity: str, language: Any, running: bool
) -> None:
    """Within Slack's limits, and nothing in the notification acts."""
    found = tracing(container=name, os_image=image, kernel=image, container_id=identity, running=running)
    drawn = answer_message(found, language, "q", library())

    assert message_problems(drawn.as_arguments()) == ("", [])
    assert block_problems(view.other_ways(found, language)["blocks"], "modal") == []
    assert "<" not in drawn.text


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=5), TEXTS, st.sampled_from(LANGUAGES))
def test_any_capture_can_be_drawn(lines: list[str], name: str, language: Any) -> None:
    """A process may be called anything."""
    flat = " ".join(name.split())[:60]
    drawn = answer_message(Capture(lines=(*lines, f"{flat}(9) send SIGKILL to {flat}(7)")), language, "q")

    assert message_problems(drawn.as_arguments()) == ("", [])
    assert "<" not in drawn.text


def test_every_sentence_is_in_both_languages() -> None:
    """With the same names to fill."""
    said = [one for one in vars(whokilled_words).values() if isinstance(one, Bilingual)]
    said += list(whokilled_words.ACTIONS.values())

    for one in said:
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in one.en)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.zh)
        assert {part for part in ("{text}", "{target}", "{code}", "{count}", "{number}") if part in one.en} == {
            part for part in ("{text}", "{target}", "{code}", "{count}", "{number}") if part in one.zh
        }
