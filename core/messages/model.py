"""What every message that crosses Redis is made of: a frozen pydantic model, and the words several of them share.

A message holds ids and quotes, no prose; nothing here renders anything or knows who sends it.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = ("en", "zh")

Confidence = Literal["certain", "likely", "possible"]

Source = Literal["status", "event", "log", "previous-log", "condition", "node", "owner", "spec", "journal", "fact"]

Writer = Literal[
    "", "api", "kubectl", "kubelet", "scheduler", "controller", "autoscaler", "runtime", "kernel", "init", "docker",
    "runner", "deployer", "alerting", "program", "person",
]  # fmt: skip
"""Who wrote what is quoted; empty where its source says it: the API an event and a status, a program its log."""

Platform = Literal[
    "", "docker", "compose", "swarm", "buildkit", "systemd", "supervisord", "pm2", "ecs", "nomad", "cloudrun", "aci",
    "appservice", "lambda", "heroku", "yarn", "spark", "airflow", "jenkins", "github", "gitlab", "azure-pipelines",
    "circleci", "argo",
]  # fmt: skip
"""What runs the container or process asked about; empty for Kubernetes, and where nothing tells."""

CONFIDENCES: tuple[Confidence, ...] = ("certain", "likely", "possible")
"""Strongest first; the order findings are ranked in."""


class Model(BaseModel):
    """Frozen. A field it does not know is passed over: during a rollout old and new processes read each other's.
    What cannot be read is not repeated in the error, which is logged: it may be a paste with secrets in it."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Strict(Model):
    """Refuses unknown keys: a misspelt field fails where it is written. For what never leaves its process."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
