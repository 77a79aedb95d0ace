"""The settings every process has, and how a process reads its own. It must not connect to anything.

Each setting is an environment variable, or a file of the same name in the directory `WHYPOD_SECRETS_DIR`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from core.redis_url import usable_url

LogLevel = Literal["debug", "info", "warning", "error"]


class BadSettings(ValueError):
    """A setting is missing or wrong; the message is one line a problem, each naming the variable."""


class EnvironmentSettings(BaseSettings):
    """How settings are read: frozen, unknown variables passed over, an empty one as good as none."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True, allow_inf_nan=False
    )


class CommonSettings(EnvironmentSettings):
    """What the bot, the workers and the watcher share."""

    redis_url: str = Field(default="redis://127.0.0.1:6379/0", validation_alias="REDIS_URL")
    """The Redis where questions wait and answers are kept: `redis://`, `rediss://` (TLS; redis-py reads the
    certificate options from the query, `?ssl_ca_certs=/etc/redis/ca.crt`), `unix://`, or behind Sentinel
    `redis+sentinel://user:password@host:26379,host:26379/mymaster/0` (`rediss+sentinel://` with TLS). Redis Cluster
    cannot be used: RQ's keys do not hash to one slot. Redis 5 is the oldest that works (RQ's results are streams)."""
    log_level: LogLevel = Field(default="info", validation_alias="WHYPOD_LOG_LEVEL")
    """The least severe line that is logged. In the bot, debug logs what Slack sends: for a test workspace only."""
    metrics_host: str = Field(default="127.0.0.1", validation_alias="WHYPOD_METRICS_HOST")
    """Where /metrics, /healthz and /readyz listen. Loopback: they have no password; in a container `0.0.0.0`."""

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis(cls, url: str) -> str:
        return usable_url(url)


S = TypeVar("S", bound=EnvironmentSettings)


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
        raise BadSettings("\n".join(_line(kind, fault) for fault in error.errors())) from error
    except SettingsError as error:  # a value that is to be JSON and is none never reaches pydantic
        raise BadSettings(f"{_variable(kind, _field_of(error))}: not JSON ({error.__cause__ or error})") from error


def _line(kind: type[EnvironmentSettings], fault: Any) -> str:
    """`WHYPOD_HTTP_PORT: Input should be a valid integer`; where in a JSON value it is wrong stands behind the name."""
    what: str = fault["msg"].removeprefix("Value error, ").replace("\n", " ")
    if not fault["loc"]:  # a rule about several variables names them itself
        return what
    name, *inside = map(str, fault["loc"])
    return f"{_variable(kind, name)}{''.join(f'[{part}]' for part in inside)}: {what}"


def _variable(kind: type[EnvironmentSettings], name: str) -> str:
    """The environment variable behind a field's name, or behind its alias."""
    field = kind.model_fields.get(name)
    return str(field.validation_alias) if field is not None and field.validation_alias else name


def _field_of(error: SettingsError) -> str:
    """pydantic-settings names the field in its message only: `error parsing value for field "routes" from ...`."""
    quoted = re.search(r'field "(\w+)"', str(error))
    return quoted.group(1) if quoted else "settings"
