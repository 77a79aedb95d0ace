"""The settings of the sandbox: what is local, and what of it is replaced by the real thing. It must not start anything.

Each of the three is replaced on its own, by the variables of the real thing: `SLACK_BOT_TOKEN` with `SLACK_APP_TOKEN`
(or with `SLACK_SIGNING_SECRET` in http mode), `KUBECONFIG`, `REDIS_URL`.
"""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.settings import SlackVariables
from core.settings import CommonSettings, LogLevel
from workers.settings import ClusterVariables

ROOT = Path(__file__).resolve().parents[2]
LOCAL_SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-local-bot",
    "SLACK_APP_TOKEN": "xapp-local-app",
    "SLACK_SIGNING_SECRET": "local-signing-secret",
}
"""What the local Slack takes; see `deploy.sandbox.slack.settings`."""


class SandboxSettings(SlackVariables, ClusterVariables, CommonSettings):
    """Every field is an environment variable; the shared ones mean what they mean to the bot and the workers.

    A bot token, with what belongs to it in the chosen mode, makes the bot talk to Slack itself; a kubeconfig shows the
    pods of that cluster, read-only; a Redis URL takes a Redis that runs already.
    """

    cluster: Literal["local", "mine", ""] = Field(default="", validation_alias="WHYPOD_CLUSTER")
    """`local`: the recorded cluster, also when KUBECONFIG is set. `mine`: your own, also when it is not (then
    ~/.kube/config or the service account). Default: your own exactly when KUBECONFIG is set."""

    port: int = Field(default=8765, ge=0, le=65535, validation_alias="WHYPOD_CONSOLE_PORT")
    """Port of the console page; a free one when it is taken, or 0."""
    workers: int = Field(default=2, ge=1, le=16, validation_alias="WHYPOD_WORKERS")
    """Worker processes. Two, so that one can be killed and the other goes on answering."""
    state: Path = Field(default=ROOT / ".sandbox", validation_alias="WHYPOD_SANDBOX_DIR")
    """Where Redis' file, the kubeconfig of the local cluster and the logs are kept."""
    recordings: Path = Field(default=ROOT / "tests" / "recordings", validation_alias="WHYPOD_RECORDINGS")
    """What the local cluster shows beside its live workloads."""

    @model_validator(mode="after")
    def _slack_is_real_or_local(self) -> Self:
        with_it = self.slack_app_token if self.slack_mode == "socket" else self.slack_signing_secret
        if bool(self.slack_bot_token.get_secret_value()) != bool(with_it.get_secret_value()):
            name = "SLACK_APP_TOKEN" if self.slack_mode == "socket" else "SLACK_SIGNING_SECRET"
            raise ValueError(f"SLACK_BOT_TOKEN and {name} go together: set both for a real workspace, or neither")
        return self

    @property
    def own_slack(self) -> bool:
        """Whether a real workspace is used."""
        return bool(self.slack_bot_token.get_secret_value())

    @property
    def own_cluster(self) -> bool:
        """Whether a real cluster is used."""
        return self.cluster == "mine" or (self.cluster == "" and bool(self.kubeconfig))

    @property
    def own_redis(self) -> bool:
        """Whether to use a Redis that is already running."""
        return "redis_url" in self.model_fields_set

    @property
    def shown_level(self) -> LogLevel:
        """The least severe line of the processes that is shown. Default warning: info is a line for every question."""
        return self.log_level if "log_level" in self.model_fields_set else "warning"

    def slack_secrets(self) -> dict[str, str]:
        """What the bot is to know of Slack, by variable; of the local one where no real one is named."""
        if not self.own_slack:
            return dict(LOCAL_SECRETS)
        return {
            "SLACK_BOT_TOKEN": self.slack_bot_token.get_secret_value(),
            "SLACK_APP_TOKEN": self.slack_app_token.get_secret_value(),
            "SLACK_SIGNING_SECRET": self.slack_signing_secret.get_secret_value(),
        }
