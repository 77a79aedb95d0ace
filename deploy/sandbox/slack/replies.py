"""What the app says back: acknowledgements of commands and posts to a response_url, made into messages.
It must not talk to the app.
"""

from __future__ import annotations

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.blocks.blocks import MESSAGE_TEXT, message_problems
from deploy.sandbox.slack.permits import ReplyLink
from deploy.sandbox.slack.workspace import Workspace

SENT_ON = ("text", "blocks", "attachments", "metadata", "unfurl_links", "unfurl_media", "mrkdwn")


class ApiRefused(ValueError):
    """Slack would not take this message; `error` is its error name, `problems` say where."""

    def __init__(self, error: str, problems: list[str]) -> None:
        super().__init__(error)
        self.error, self.problems = error, problems


def app_message(body: Json, *, longest: int = MESSAGE_TEXT) -> Json:
    """The stored form of a message by the app, from what the app sent. Raises Refused."""
    error, problems = message_problems(body, longest=longest)
    if error:
        raise ApiRefused(error, problems)
    message = {name: body[name] for name in SENT_ON if body.get(name) not in (None, [])}
    return {
        "user": people.BOT_USER,
        "bot_id": people.BOT,
        "app_id": people.APP,
        "team": people.TEAM,
        "text": "",
        **message,
    }


def take_command_answer(workspace: Workspace, link: ReplyLink, typed: str, body: Json | str | None) -> Json | None:
    """Show what the app acknowledged a command with; None when it said nothing. Raises Refused."""
    answer: Json = {"text": body} if isinstance(body, str) else dict(body or {})
    in_channel = answer.get("response_type") == "in_channel"
    if in_channel:
        # A visible answer also shows what was typed (docs.slack.dev, slash commands).
        workspace.timeline.post(link.channel, {"user": link.user, "team": people.TEAM, "text": typed})
    if not answer.get("text") and not answer.get("blocks") and not answer.get("attachments"):
        return None
    message = workspace.timeline.post(link.channel, app_message(answer), to=None if in_channel else link.user)
    _adopt(workspace, link, str(message["ts"]))
    return message


def use_link(workspace: Workspace, link: ReplyLink, body: Json) -> None:
    """Carry out one post to a response_url and count it. Raises Refused, which does not count."""
    original = link.original and workspace.timeline.find(link.channel, link.original)
    if body.get("delete_original") in (True, "true"):
        if original:
            workspace.timeline.delete(link.channel, str(link.original))
    elif body.get("replace_original") in (True, "true") and original:
        # A message keeps its visibility for life, so response_type is not looked at here.
        workspace.timeline.change(link.channel, str(link.original), app_message(body), drop=("blocks", "metadata"))
    else:
        to = None if body.get("response_type") == "in_channel" else link.user
        thread_ts = str(body.get("thread_ts") or "") or link.thread_ts
        message = workspace.timeline.post(link.channel, app_message(body), to=to, thread_ts=thread_ts)
        _adopt(workspace, link, str(message["ts"]))
    link.uses += 1
    workspace.links.save(link)


def _adopt(workspace: Workspace, link: ReplyLink, ts: str) -> None:
    if link.adopts and link.original is None:
        link.original = ts
        workspace.links.save(link)
