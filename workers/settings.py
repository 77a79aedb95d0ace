"""The settings of the worker and the watcher, read once in `__main__` and passed down. It must not connect to anything.

Redis with TLS: `REDIS_URL=rediss://user:password@host:6379/0`; redis-py reads the certificate options from the URL's
query: `?ssl_ca_certs=/etc/redis/ca.crt&ssl_certfile=...&ssl_keyfile=...`.
Redis behind Sentinel: `REDIS_URL=redis+sentinel://user:password@host:26379,host:26379/mymaster/0`, or
`rediss+sentinel://` with TLS; user and password are Redis', the Sentinels themselves have none. Redis Cluster cannot
be used: RQ's keys do not hash to one slot. Redis 5 is the oldest that works (RQ's results are streams).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.redis_url import usable_url


class BadSettings(ValueError):
    """A setting is missing or wrong; the message is one line a problem, each naming the variable."""


class Settings(BaseSettings):
    """Every field is an environment variable, or a file of the same name in the directory `WHYPOD_SECRETS_DIR`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True)

    redis_url: str = Field(default="redis://127.0.0.1:6379/0", validation_alias="REDIS_URL")
    """The Redis where questions wait. See above for TLS and Sentinel."""
    redis_timeout: float = Field(default=2.0, gt=0, validation_alias="WHYPOD_WORKER_REDIS_TIMEOUT")
    """Seconds one connection attempt or command may take. Longer than the bot's 0.5: here nobody is kept from an
    acknowledgement, and a busy Redis is better waited for than lost."""

    kubeconfig: str = Field(default="", validation_alias="KUBECONFIG")
    """Kubeconfig files, separated by `:` as kubectl has it. Empty: the pod's service account inside a cluster, else
    `~/.kube/config`."""
    clusters: str = Field(default="", validation_alias="WHYPOD_CLUSTERS")
    """Names of the kubeconfig contexts that may be asked about, comma-separated. Empty: all of them."""
    cluster_timeout: float = Field(default=2.0, gt=0, le=5.0, validation_alias="WHYPOD_CLUSTER_TIMEOUT")
    """Seconds one call to the Kubernetes API may take. Three calls in a row still fit into a question's 7 seconds."""

    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", validation_alias="WHYPOD_LOG_LEVEL")
    """The least severe line that is logged."""

    metrics_host: str = Field(default="127.0.0.1", validation_alias="WHYPOD_METRICS_HOST")
    """Where /metrics, /healthz and /readyz listen. Loopback: they have no password; in a container `0.0.0.0`."""
    worker_metrics_port: int = Field(default=0, ge=0, le=65535, validation_alias="WHYPOD_WORKER_METRICS_PORT")
    """The worker's port for those three pages. 0 for none: several workers of one machine cannot share a port."""

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis(cls, url: str) -> str:
        return usable_url(url)


S = TypeVar("S", bound=Settings)


def load(environ: Mapping[str, str]) -> Settings:
    """The settings of a worker; see `read`."""
    return read(Settings, environ)


def read(kind: type[S], environ: Mapping[str, str]) -> S:
    """The settings from the process's environment; `environ` is only asked for `WHYPOD_SECRETS_DIR`.

    Raises `BadSettings` with a line for each variable that is wrong.
    """
    secrets = environ.get("WHYPOD_SECRETS_DIR", "")
    if secrets and not Path(secrets).is_dir():
        raise BadSettings(f"WHYPOD_SECRETS_DIR: there is no directory {secrets}")
    sources: dict[str, Any] = {"_secrets_dir": secrets or None}  # pydantic-settings declares it only at run time
    try:
        return kind(**sources)
    except ValidationError as error:
        said = [(fault["loc"][0], fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        raise BadSettings("\n".join(f"{name}: {why}" for name, why in said)) from error
