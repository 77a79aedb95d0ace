"""The settings of the bot's processes, read once in `__main__` and passed down. It must not connect to anything."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from bot.routing import AlertRoute, Routing, parse_quiet_hours
from core.messages.model import Language
from core.settings import BadSettings, CommonSettings, EnvironmentSettings, read

NameList = Annotated[tuple[str, ...], NoDecode]
"""A comma-separated list in the environment: `U0MEI, U0SAM`."""


def _beginning(token: SecretStr, *prefixes: str) -> SecretStr:
    """The token as it is. Raises ValueError, which does not repeat it, for one of another kind."""
    if token.get_secret_value() and not token.get_secret_value().startswith(prefixes):
        raise ValueError(f"must begin with {prefixes[0]}")
    return token


class SlackVariables(EnvironmentSettings):
    """Who we are to Slack and how it reaches us; the sandbox reads the same variables."""

    slack_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    """`xoxb-...`: what the bot posts with. Always needed."""
    slack_app_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_APP_TOKEN")
    """`xapp-...` with the scope connections:write: opens the socket. Needed in socket mode only."""
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_SIGNING_SECRET")
    """Proves that an HTTP request is Slack's. Needed in http mode only: the socket is authenticated by its token."""
    slack_mode: Literal["socket", "http"] = Field(default="socket", validation_alias="WHYPOD_SLACK_MODE")
    """How Slack reaches us. Default socket: no way into the cluster's network has to be opened for it."""
    language: Language = Field(default="en", validation_alias="WHYPOD_LANGUAGE")
    """The language of readers who have not chosen one: en or zh."""

    @field_validator("slack_bot_token")
    @classmethod
    def _is_a_bot_token(cls, token: SecretStr) -> SecretStr:
        return _beginning(token, "xoxb-", "xoxe.xoxb-")  # the second is one that Slack rotates

    @field_validator("slack_app_token")
    @classmethod
    def _is_an_app_token(cls, token: SecretStr) -> SecretStr:
        return _beginning(token, "xapp-")


class BotSettings(SlackVariables, CommonSettings):
    """Every field is an environment variable, or a file of the same name in the directory `WHYPOD_SECRETS_DIR`."""

    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="WHYPOD_SLACK_API_URL")
    """Where the Web API is. Default Slack's own; another one for a local Slack or an outbound proxy."""
    slack_timeout: float = Field(default=10.0, gt=0, le=60, validation_alias="WHYPOD_SLACK_TIMEOUT")
    """Seconds one Web API call may take. Slack's own 95th percentile is below one; the SDK's default of 30 would
    hold a thread for longer than a reader waits."""

    http_host: str = Field(default="127.0.0.1", validation_alias="WHYPOD_HTTP_HOST")
    """Address to listen on in http mode. Default loopback: opening it to a network is a decision."""
    http_port: int = Field(default=3000, ge=0, le=65535, validation_alias="WHYPOD_HTTP_PORT")
    """Port to listen on in http mode. Default 3000, the one Slack's own examples use."""
    http_threads: int = Field(default=8, ge=1, le=64, validation_alias="WHYPOD_HTTP_THREADS")
    """Requests answered at once in http mode. Eight kept the median at 26 ms with 20 requests in flight."""

    bot_metrics_port: int = Field(default=0, ge=0, le=65535, validation_alias="WHYPOD_BOT_METRICS_PORT")
    """The port of `python -m bot` for those three pages. 0 for none: several processes of one machine cannot share
    one."""
    deliver_metrics_port: int = Field(default=0, ge=0, le=65535, validation_alias="WHYPOD_DELIVER_METRICS_PORT")
    """The same for `python -m bot deliver`."""

    redis_timeout: float = Field(default=0.4, gt=0, le=10, validation_alias="WHYPOD_REDIS_TIMEOUT")
    """Seconds a connection or a command may take in the bot. An acknowledgement needs two of them (the language, the
    question) and is due within a second; a Redis in the same cluster answers in 1 ms."""

    allowed_users: NameList = Field(default=(), validation_alias="WHYPOD_ALLOWED_USERS")
    """Slack user ids who may ask about pods, comma-separated. Empty: everyone in the workspace."""
    allowed_channels: NameList = Field(default=(), validation_alias="WHYPOD_ALLOWED_CHANNELS")
    """Slack channel ids in which pods may be asked about, comma-separated. Empty: every channel."""
    namespaces: dict[str, tuple[str, ...]] = Field(default_factory=dict, validation_alias="WHYPOD_NAMESPACES")
    """JSON: channel id (or `*` for all others) to the namespaces that may be asked about there; `data-*` matches a
    prefix. Empty: every namespace the workers may read."""

    alert_channel: str = Field(default="#oncall", validation_alias="WHYPOD_ALERT_CHANNEL")
    """Where alerts go that no route takes: a channel id, or `#name`. The bot has to be invited there."""
    alert_routes: tuple[AlertRoute, ...] = Field(default=(), validation_alias="WHYPOD_ALERT_ROUTES")
    """JSON: routes (`bot.routing`), the first that fits wins: `[{"namespace": "shop", "channel": "#shop"},
    {"label": "team=pay", "channel": "#pay", "severity": "page"}]`. Empty: all go to the channel above."""
    quiet_hours: str = Field(default="", validation_alias="WHYPOD_QUIET_HOURS")
    """`22:00-07:00 Europe/Berlin`: hours in which only severity `page` is posted at once; the rest follows in a digest.
    Empty: none."""

    @field_validator("quiet_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        parse_quiet_hours(value)
        return value

    @property
    def routing(self) -> Routing:
        """The three above, read."""
        return Routing(self.alert_channel, self.alert_routes, parse_quiet_hours(self.quiet_hours))

    @field_validator("allowed_users", "allowed_channels", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        """It ends with a slash, since the SDK glues method names to it as it stands."""
        if not re.match(r"https?://[^/\s]", value):
            raise ValueError("must be an address that begins with https:// or http://")
        return value if value.endswith("/") else f"{value}/"

    def missing(self, listens: bool = True) -> tuple[str, ...]:
        """The variables that are needed and not set: by a process that `listens` to Slack, or one that only posts."""
        needed = {"SLACK_BOT_TOKEN": self.slack_bot_token}
        if not listens:
            pass
        elif self.slack_mode == "socket":
            needed["SLACK_APP_TOKEN"] = self.slack_app_token
        else:
            needed["SLACK_SIGNING_SECRET"] = self.slack_signing_secret
        return tuple(name for name, secret in needed.items() if not secret.get_secret_value())


def load(environ: Mapping[str, str], listens: bool = True) -> BotSettings:
    """The settings of a bot process, complete for the chosen mode; see `BotSettings.missing` for `listens`.

    Raises `BadSettings` with a line for each variable that is missing or wrong.
    """
    settings = read(BotSettings, environ)
    if missing := settings.missing(listens):
        raise BadSettings("\n".join(f"{name} is not set (WHYPOD_SLACK_MODE={settings.slack_mode})" for name in missing))
    return settings
