"""The reader's language: `/whypod lang zh`, and the picker in the App Home."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.context import Context
from bot.listeners.oncall import open_blocks
from bot.views import words
from bot.views.blocks.message import Message
from bot.views.home import home
from bot.views.notices import fixed_notice, language_set
from core.messages.model import Language

NAMES: dict[str, Language] = {
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "zh": "zh",
    "cn": "zh",
    "zh-cn": "zh",
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
}


def register(app: App, context: Context) -> None:
    """Listen for the picker in the App Home."""

    @app.action("language")
    def picked(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        user = body["user"]["id"]
        choose(context, user, action["selected_option"]["value"])
        language = context.languages.of(user)
        client.views_publish(user_id=user, view=home(language, open_blocks(context, language)))


def choose(context: Context, user: str, word: str) -> Message:
    """Store the language called `word`. Returns the message that confirms it, or that lists the languages."""
    language = NAMES.get(word.strip().casefold())
    if language is None:
        return fixed_notice(words.LANGUAGE_UNKNOWN, context.languages.of(user))
    return language_set(language, context.languages.remember(user, language))
