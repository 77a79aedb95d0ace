"""`/whypod paste` and the message shortcut "Explain this" through the real Bolt app."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.message_text import MOST_TEXT, message_text
from bot.views import paste as view
from bot.views.answer import answer_message
from core.messages.answer import Failure
from core.messages.question import Question
from core.messages.queues import MOST_QUESTION_BYTES
from core.messages.report import Report
from deploy.sandbox.slack.blocks.blocks import message_problems, view_problems
from workers.paste import read

URL = "http://127.0.0.1:1/response/9"


def submit(bot, text: str = "", second: str = "", user: str = "U0MEI") -> tuple[int, Any]:
    """Send the window off with these two fields."""
    values = {"paste": {"paste": {"value": text or None}}, "paste_2": {"paste_2": {"value": second or None}}}
    way_back = json.dumps({"channel": "C0ONCALL", "response_url": f"{bot.slack.url}/response/9"})
    opened = {"type": "modal", "callback_id": "paste", "private_metadata": way_back, "state": {"values": values}}
    payload = {"type": "view_submission", "user": {"id": user}, "team": {"id": "T0LOCAL"}, "view": opened}
    return bot.send(urlencode({"payload": json.dumps(payload)}))


def explain(bot, message: dict[str, Any], user: str = "U0MEI") -> tuple[int, Any]:
    """Use "Explain this" on a message of #oncall."""
    payload = {
        "type": "message_action",
        "callback_id": "explain_this",
        "api_app_id": "A0WHYPOD",
        "user": {"id": user},
        "team": {"id": "T0LOCAL"},
        "channel": {"id": "C0ONCALL"},
        "response_url": f"{bot.slack.url}/response/9",
        "trigger_id": "7.8.9",
        "message": {"type": "message", "ts": "1.1", **message},
    }
    return bot.send(urlencode({"payload": json.dumps(payload)}))


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"blocks": [{"type": "rich_text", "elements": list(elements)}]}


def text_element(kind: str, *parts: dict[str, Any] | str) -> dict[str, Any]:
    return {"type": kind, "elements": [{"type": "text", "text": p} if isinstance(p, str) else p for p in parts]}


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_paste_is_an_error_in_the_window(bot, text: str) -> None:
    """The window stays open and says what is missing; nobody is asked."""
    status, body = submit(bot, text)

    assert (status, body) == (
        200,
        {"response_action": "errors", "errors": {"paste": "There is no text in it yet."}},
    )
    assert bot.queue.asked == []


def test_without_redis_the_window_keeps_the_text(bot_without_redis) -> None:
    """Closing it would lose what somebody collected by hand."""
    _, body = submit(bot_without_redis, "CrashLoopBackOff")

    assert body["response_action"] == "errors"
    assert "Your text is still here" in body["errors"]["paste"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_opens_a_window_slack_takes(bot, language: str) -> None:
    """Nothing is said in the channel; the window knows the way back."""
    bot.redis.hset("whypod:languages", "U0MEI", language)
    bot.command("/whypod paste")

    call = bot.slack.wait_for("views.open")
    assert view_problems(call["view"]) == ("", [])
    assert json.loads(call["view"]["private_metadata"]) == {
        "channel": "C0ONCALL",
        "response_url": f"{bot.slack.url}/response/1",
    }
    assert [block["block_id"] for block in call["view"]["blocks"] if block["type"] == "input"] == list(view.FIELDS)


def test_who_may_not_ask_gets_no_window(make_bot) -> None:
    """The list of people holds for pastes too: a worker's time is spent on them."""
    bot = make_bot(allowed_users=("U0SAM",))

    assert "U0MEI" in bot.command("/whypod paste")["text"]
    assert bot.slack.calls == []


def test_a_paste_needs_no_namespace(make_bot) -> None:
    """What somebody pastes belongs to him: the list of namespaces is about what the bot reads."""
    bot = make_bot(namespaces={"*": ("shop",)})
    bot.command("/whypod paste")

    assert bot.slack.wait_for("views.open")["trigger_id"] == "1.2.3"


def test_a_submission_is_a_question_and_its_note_goes_where_the_command_was_typed(bot) -> None:
    """All fields in their order; the note can be replaced by the answer."""
    status, body = submit(bot, "Name: web\n", "Status: Pending")

    (question,) = bot.queue.asked
    note = bot.slack.wait_for("response")
    assert (status, body) == (200, "")
    assert (question.kind, question.target, question.paste) == ("paste", None, "Name: web\n\nStatus: Pending")
    assert question.reply_to.response_url == f"{bot.slack.url}/response/9"
    assert (note["text"], note["response_type"]) == ("Looking at what you pasted …", "ephemeral")


def test_a_message_without_text_is_said_to_have_none(bot) -> None:
    """An image has nothing to read, and nobody waits for an answer."""
    explain(bot, {"text": "", "files": [{"mimetype": "image/png"}]})

    assert bot.slack.wait_for("response")["text"].startswith("There is no text in that message.")
    assert bot.queue.asked == []


def test_the_shortcut_asks_about_the_message_in_its_thread(bot) -> None:
    """The payload carries the message, so no scope to read the channel is needed."""
    explain(bot, {"text": "why?", "thread_ts": "1.0", **rich(text_element("rich_text_preformatted", "OOMKilled"))})

    note = bot.slack.wait_for("response")
    (question,) = bot.queue.asked
    assert question.paste == "```\nOOMKilled\n```"
    assert question.reply_to.thread_ts == "1.0"
    assert (note["text"], note["replace_original"]) == ("Looking at that message …", False)
    assert message_problems(note) == ("", [])


def test_our_own_message_is_not_replaced(bot) -> None:
    """Used on a shared answer, the response_url could change it for everybody: another way is taken."""
    explain(bot, {"text": "OOMKilled", "app_id": "A0WHYPOD"})
    bot.slack.wait_for("response")

    assert [question.reply_to.response_url for question in bot.queue.asked] == [""]


@pytest.mark.parametrize("user", ["U0MEI"])
def test_who_may_not_ask_cannot_use_the_shortcut(make_bot, user: str) -> None:
    """The same list as for the command."""
    bot = make_bot(allowed_users=("U0SAM",))
    explain(bot, {"text": "OOMKilled"}, user)

    assert "U0MEI" in bot.slack.wait_for("response")["text"]
    assert bot.queue.asked == []


def test_without_redis_the_shortcut_says_what_works(bot_without_redis) -> None:
    """The shell needs no queue."""
    explain(bot_without_redis, {"text": "OOMKilled"})

    assert "whypod -" in bot_without_redis.slack.wait_for("response")["text"]


LINK = {"type": "link", "url": "http://reg.io/app:9", "text": "reg.io/app:9"}
MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"text": "plain &lt;none&gt;"}, "plain &lt;none&gt;"),
    ({"text": "pull <https://reg.io/app|reg.io/app> for <@U0MEI> <!channel>now"}, "pull reg.io/app for  now"),
    ({"text": "<https://reg.io/v2/>"}, "https://reg.io/v2/"),
    (
        rich(text_element("rich_text_section", "image ", LINK, {"type": "user", "user_id": "U0MEI"})),
        "image reg.io/app:9",
    ),
    (rich({"type": "rich_text_list", "elements": [text_element("rich_text_section", "one")] * 2}), "one\none"),
    (rich(text_element("rich_text_quote", "said")), "said"),
    ({"text": "fallback", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Pod*"}}]}, "*Pod*"),
    ({"blocks": [{"type": "section", "fields": [{"type": "plain_text", "text": "a"}]}], "text": "x"}, "a"),
    ({"blocks": [{"type": "actions", "elements": [{"type": "button", "text": {"text": "No"}}]}], "text": "x"}, "x"),
    ({"attachments": [{"title": "Alert", "text": "OOMKilled", "fallback": "no"}]}, "Alert\nOOMKilled"),
    ({"attachments": [{"fallback": "only this"}]}, "only this"),
    ({"attachments": [{"fields": [{"title": "pod", "value": "web-0"}]}]}, "pod: web-0"),
    ({"text": "", "files": [{"preview": "Name: web"}]}, "Name: web"),
    ({"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "NAME"}]]}]}, "NAME"),
    ({"text": "a\x00\ud800b"}, "ab"),
    ({"blocks": "nonsense", "attachments": [3], "files": {"a": 1}}, ""),
]


@pytest.mark.parametrize(("message", "text"), MESSAGES)
def test_every_part_of_a_message_is_read(message: dict[str, Any], text: str) -> None:
    """Text, links as shown, lists, app blocks, attachments, snippets; another shape breaks nothing."""
    assert message_text(message) == text


def test_a_huge_message_fits_into_a_question() -> None:
    """Four bytes for each character, and still under what Redis is given."""
    text = message_text({"text": "\U0001f525" * 90_000})
    question = Question(id="q1", kind="paste", paste=text, reply_to={"user": "U", "channel": "C", "asked_at": 1.0})

    assert len(text) == MOST_TEXT
    assert len(question.model_dump_json().encode()) < MOST_QUESTION_BYTES


def test_blocks_in_blocks_end() -> None:
    """A payload nested a thousand times is read to a depth, not to the end of the stack."""
    block: dict[str, Any] = {"type": "section", "text": {"text": "deep"}}
    for _ in range(300):
        block = {"type": "context", "elements": [block]}

    assert message_text({"blocks": [block], "text": "shallow"}) == "shallow"


def test_slack_s_escapes_and_smart_quotes_are_undone_by_the_reader() -> None:
    """`&lt;none&gt;` and curly quotes: the paste means the same as the original."""
    plain = 'Warning  Failed  2s  kubelet  Failed to pull image "reg.io/app:9": manifest for <none> & co not found'
    slacked = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "\u201d")

    assert read(message_text({"text": slacked})) == read(plain) != []


@pytest.mark.parametrize("found", [Report(target=""), Failure(target="", problem="worker-lost")])
def test_an_answer_to_a_paste_names_it(found: Report | Failure, read: Callable[..., list[str]]) -> None:
    """A paste has no name of its own: no sentence has a hole in it."""
    english, chinese = (answer_message(found, language, "q1") for language in ("en", "zh"))

    assert "this text" in english.text and "``" not in "".join(read(english.blocks))
    assert "这段文本" in chinese.text
