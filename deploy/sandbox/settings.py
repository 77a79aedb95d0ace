"""The settings of the sandbox: what is local, and what of it is replaced by the real thing. It must not start anything.

Each of the three is replaced on its own, by the variables of the real thing: `SLACK_BOT_TOKEN` with `SLACK_APP_TOKEN`
(or with `SLACK_SIGNING_SECRET` in http mode), `KUBECONFIG`, `REDIS_URL`.
"""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.messages.model import Language

ROOT = Path(__file__).resolve().parents[2]
LOCAL_BOT_TOKEN = "xoxb-local-bot"
LOCAL_APP_TOKEN = "xapp-local-app"
LOCAL_SIGNING_SECRET = "local-signing-secret"


class SandboxSettings(BaseSettings):
    """Every field is an environment variable."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True)

    slack_bot_token: SecretStr = Field(default=SecretStr(LOCAL_BOT_TOKEN), validation_alias="SLACK_BOT_TOKEN")
    """A real one, with `SLACK_APP_TOKEN`, makes the bot talk to Slack itself; no local Slack is started then."""
    slack_app_token: SecretStr = Field(default=SecretStr(LOCAL_APP_TOKEN), validation_alias="SLACK_APP_TOKEN")
    """Goes with the one above in socket mode."""
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(LOCAL_SIGNING_SECRET), validation_alias="SLACK_SIGNING_SECRET"
    )
    """Goes with the bot token in http mode."""
    slack_mode: Literal["socket", "http"] = Field(default="socket", validation_alias="WHYPOD_SLACK_MODE")
    """How Slack reaches the bot. Default socket, as in production."""

    kubeconfig: str = Field(default="", validation_alias="KUBECONFIG")
    """Kubeconfig files. When set, the pods asked about are those of that cluster, read-only."""
    cluster: Literal["local", "mine", ""] = Field(default="", validation_alias="WHYPOD_CLUSTER")
    """`local`: the recorded cluster, also when KUBECONFIG is set. `mine`: your own, also when it is not (then
    ~/.kube/config or the service account). Default: your own exactly when KUBECONFIG is set."""

    redis_url: str = Field(default="", validation_alias="REDIS_URL")
    """A Redis that runs already. Empty: one of our own is started."""

    port: int = Field(default=8765, ge=0, le=65535, validation_alias="WHYPOD_CONSOLE_PORT")
    """Port of the console page; a free one when it is taken, or 0."""
    workers: int = Field(default=2, ge=1, le=16, validation_alias="WHYPOD_WORKERS")
    """Worker processes. Two, so that one can be killed and the other goes on answering."""
    state: Path = Field(default=ROOT / ".sandbox", validation_alias="WHYPOD_SANDBOX_DIR")
    """Where Redis' file, the kubeconfig of the local cluster and the logs are kept."""
    recordings: Path = Field(default=ROOT / "tests" / "recordings", validation_alias="WHYPOD_RECORDINGS")
    """What the local cluster shows beside its live workloads."""
    language: Language = Field(default="en", validation_alias="WHYPOD_LANGUAGE")
    """Language of what is printed here and of readers who have not chosen one."""
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", validation_alias="WHYPOD_LOG_LEVEL"
    )
    """The least severe line of the processes that is shown. Default warning: info is a line for every question."""

    @model_validator(mode="after")
    def _slack_is_real_or_local(self) -> Self:
        bot = self.slack_bot_token.get_secret_value() != LOCAL_BOT_TOKEN
        with_it = self.slack_app_token if self.slack_mode == "socket" else self.slack_signing_secret
        other = with_it.get_secret_value() not in (LOCAL_APP_TOKEN, LOCAL_SIGNING_SECRET)
        if bot != other:
            name = "SLACK_APP_TOKEN" if self.slack_mode == "socket" else "SLACK_SIGNING_SECRET"
            raise ValueError(f"SLACK_BOT_TOKEN and {name} go together: set both for a real workspace, or neither")
        return self

    @property
    def own_slack(self) -> bool:
        """Whether a real workspace is used."""
        return self.slack_bot_token.get_secret_value() != LOCAL_BOT_TOKEN

    @property
    def own_cluster(self) -> bool:
        """Whether a real cluster is used."""
        return self.cluster == "mine" or (self.cluster == "" and bool(self.kubeconfig))

    @property
    def own_redis(self) -> bool:
        """Whether a Redis of somebody else is used."""
        return bool(self.redis_url)
