"""When a listener raises: the user gets a message in their own language, the traceback goes to the log."""

from secrets import token_hex
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.context import Context
from bot.views import words
from bot.views.blocks.message import Message
from bot.views.blocks.modal import modal
from bot.views.notices import fault, window_expired

log = structlog.get_logger()

LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})
"""What `views.open` answers when more than three seconds passed since the button was pressed, or it was used before."""


def answer_to(error: Exception, request: BoltRequest, context: Context) -> BoltResponse | None:
    """Tell the reader, log the traceback, and answer Slack with 200 so that it shows our message and not its own.

    None when Slack has been answered already: Bolt takes no second answer.
    """
    body: dict[str, Any] = request.body
    language = context.languages.of(_user(body))
    if isinstance(error, SlackApiError) and error.response.get("error") in LATE:
        notice = window_expired(language)
        log.warning("window not opened in time", reason=error.response.get("error"))
    else:
        reference = token_hex(4)
        notice = fault(reference, language)
        log.error("listener failed", reference=reference, kind=_kind(body), exc_info=error)
    acknowledged = request.context.ack.response is not None
    if "command" in body and not acknowledged:
        return BoltResponse(status=200, body={"response_type": "ephemeral", **notice.as_arguments()})
    if body.get("type") == "view_submission" and not acknowledged:
        view = modal(words.BROKE_TITLE.to(language), notice.blocks, language)
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    _notify(body, notice)
    return None if acknowledged else BoltResponse(status=200, body="")


def _notify(body: dict[str, Any], notice: Message) -> None:
    """Through the response_url that buttons and commands come with; the App Home has none."""
    url = body.get("response_url")
    if not url:
        return
    try:
        WebhookClient(str(url)).send_dict(
            {"response_type": "ephemeral", "replace_original": False, **notice.as_arguments()}
        )
    except OSError as error:
        log.warning("could not tell the reader", reason=str(error))


def _user(body: dict[str, Any]) -> str:
    event = body.get("event")
    user = body.get("user")
    source = event if isinstance(event, dict) else body
    return str(body.get("user_id") or (user.get("id") if isinstance(user, dict) else source.get("user")) or "")


def _kind(body: dict[str, Any]) -> str:
    actions = body.get("actions") or [{}]
    return str(body.get("command") or actions[0].get("action_id") or body.get("type"))
