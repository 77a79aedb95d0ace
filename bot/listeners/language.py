"""The reader's language: `/whypod lang zh`, and the picker in the App Home."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.context import Context
from bot.listeners.oncall import live
from bot.views import words
from bot.views.blocks.message import Message
from bot.views.home import home
from bot.views.notices import language_set, said
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


def register(app: App, desk: Context) -> None:
    """Listen for the picker in the App Home."""

    @app.action("language")
    def picked(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        user = body["user"]["id"]
        choose(desk, user, action["selected_option"]["value"])
        language = desk.languages.of(user)
        client.views_publish(user_id=user, view=home(language, live(desk, language)))


def choose(desk: Context, user: str, word: str) -> Message:
    """Remember the language called `word`; the message that confirms it or says which there are."""
    language = NAMES.get(word.strip().casefold())
    if language is None:
        return said(words.LANGUAGE_UNKNOWN, desk.languages.of(user))
    return language_set(language, desk.languages.remember(user, language))
