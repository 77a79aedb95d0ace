"""Messages through the real slack_sdk client: their shape, edits, threads, notes for one person."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.refusals import DIVIDER, refusal


def test_message_has_the_shape_of_slack(slack: Any) -> None:
    """A posted message carries who, which app, and blocks with ids."""
    posted = slack.client().chat_postMessage(
        channel="C0ONCALL", text="x", blocks=DIVIDER, metadata={"event_type": "a", "event_payload": {"n": 1}}
    )
    message = posted["message"]

    assert posted["channel"] == "C0ONCALL"
    assert message == {
        "type": "message",
        "ts": posted["ts"],
        "user": "U0WHYPOD",
        "bot_id": "B0WHYPOD",
        "app_id": "A0WHYPOD",
        "team": "T0LOCAL",
        "text": "x",
        "blocks": [{"type": "divider", "block_id": message["blocks"][0]["block_id"]}],
        "metadata": {"event_type": "a", "event_payload": {"n": 1}},
    }
    assert slack.messages() == [message]


def test_times_are_unique_and_increasing(slack: Any) -> None:
    """No two messages share a ts, and later ones sort later."""
    client = slack.client()
    slack.post("rates", on=False)
    times = [client.chat_postMessage(channel="C0ONCALL", text=str(n))["ts"] for n in range(20)]

    assert times == sorted(set(times))


def test_update_keeps_blocks_that_are_left_out(slack: Any) -> None:
    """An update with text alone leaves the blocks; an empty list removes them. The message is marked as edited."""
    client = slack.client()
    ts = client.chat_postMessage(channel="C0ONCALL", text="x", blocks=DIVIDER)["ts"]
    client.chat_update(channel="C0ONCALL", ts=ts, text="y")
    kept = slack.messages()[0]
    client.chat_update(channel="C0ONCALL", ts=ts, text="z", blocks=[])
    cleared = slack.messages()[0]

    assert (kept["text"], kept["blocks"][0]["type"], kept["edited"]["user"]) == ("y", "divider", "U0WHYPOD")
    assert (cleared["ts"], cleared["text"], "blocks" in cleared) == (ts, "z", False)


def test_update_and_delete_know_whose_message_it_is(slack: Any) -> None:
    """The app may not touch what a person wrote, nor what does not exist, nor reach a note for one person."""
    client = slack.client()
    theirs = slack.post("say", user="U0MEI", channel="C0ONCALL", text="hello")["message"]["ts"]
    note = client.chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="psst")["message_ts"]

    def update(ts: str, text: str = "x") -> str:
        return str(refusal(lambda: client.chat_update(channel="C0ONCALL", ts=ts, text=text))["error"])

    assert update(theirs) == "cant_update_message"
    assert update("1.000001") == "message_not_found"
    assert update(note) == "message_not_found"
    assert refusal(lambda: client.chat_delete(channel="C0ONCALL", ts=theirs))["error"] == "cant_delete_message"

    mine = client.chat_postMessage(channel="C0ONCALL", text="x")["ts"]
    assert update(mine, "x" * 4001) == "msg_too_long"
    client.chat_delete(channel="C0ONCALL", ts=mine)
    assert slack.texts() == ["hello", "psst"]


def test_threads_are_counted(slack: Any) -> None:
    """Replies count on their root, a reply to a reply joins the same thread, deletions count back."""
    client = slack.client()
    slack.post("rates", on=False)
    root = client.chat_postMessage(channel="C0ONCALL", text="root")["ts"]
    first = client.chat_postMessage(channel="C0ONCALL", text="one", thread_ts=root)["ts"]
    slack.post("say", user="U0SAM", channel="C0ONCALL", text="two", thread_ts=first)
    counted = slack.messages()[0]
    client.chat_delete(channel="C0ONCALL", ts=first)
    after = slack.messages()

    assert (counted["reply_count"], counted["reply_users"]) == (2, ["U0WHYPOD", "U0SAM"])
    assert (after[0]["reply_count"], after[0]["reply_users"]) == (1, ["U0SAM"])
    assert after[1]["thread_ts"] == root


def test_only_one_person_sees_a_note(slack: Any) -> None:
    """chat.postEphemeral shows the text to its person and to nobody else."""
    slack.client().chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="psst")

    assert (slack.texts(user="U0MEI"), slack.texts(user="U0SAM")) == (["psst"], [])


def test_direct_message_by_user_id(slack: Any) -> None:
    """A post to a person's id lands in their conversation with the app, which others cannot read."""
    channel = slack.client().chat_postMessage(channel="U0MEI", text="hi")["channel"]

    assert channel == "D0MEI"
    assert slack.texts("D0MEI") == ["hi"]
    assert slack.get("messages?channel=D0MEI&user=U0SAM")["error"] == "bad_request"
    assert slack.client().conversations_open(users=["U0MEI"])["channel"]["id"] == "D0MEI"


def test_permalink_and_reaction(slack: Any) -> None:
    """A permalink holds channel and time; a reaction is counted once."""
    client = slack.client()
    ts = client.chat_postMessage(channel="C0ONCALL", text="x")["ts"]
    client.reactions_add(channel="C0ONCALL", timestamp=ts, name="eyes")

    link = client.chat_getPermalink(channel="C0ONCALL", message_ts=ts)["permalink"]
    assert link == f"{slack.address}/archives/C0ONCALL/p{ts.replace('.', '')}"
    assert slack.messages()[0]["reactions"] == [{"name": "eyes", "users": ["U0WHYPOD"], "count": 1}]
    again = refusal(lambda: client.reactions_add(channel="C0ONCALL", timestamp=ts, name="eyes"))
    assert again["error"] == "already_reacted"
