"""The App Home: what is open now, who the bot is, its commands, the reader's language."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.context import Context
from bot.listeners.oncall import open_blocks
from bot.views.home import home


def register(app: App, context: Context) -> None:
    """Publish the home whenever somebody opens it; doing that twice does no harm, so Slack's retries do not matter."""

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab", "home") == "home":
            language = context.languages.of(event["user"])
            client.views_publish(user_id=event["user"], view=home(language, open_blocks(context, language)))
