"""The settings of the watcher, read once in `__main__` and passed down, beside those all workers share.

Thresholds are written as in annotations: `3/10m`, `50%/10m`, `3x`, `5m`, `off`; see `docs/alerts.md`.
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import Field, field_validator

from core.settings import read as read_settings
from workers.settings import WorkerSettings
from workers.watcher.detect.thresholds import DEFAULTS, NAMES, BadThreshold, Thresholds, changed, read
from workers.watcher.incidents.state import Policy

MOST_NAMESPACES = 50
"""Watches at a time; with more namespaces than that, watch all and leave some out."""

DAY = 86_400.0
"""Seconds."""


class WatcherSettings(WorkerSettings):
    """Every field is an environment variable, or a file of the same name in the directory `WHYPOD_SECRETS_DIR`."""

    namespaces: str = Field(default="", validation_alias="WHYPOD_WATCH_NAMESPACES")
    """Namespaces that are watched, comma-separated, each by a watch of its own. Empty: all, by one watch."""
    without: str = Field(default="", validation_alias="WHYPOD_WATCH_WITHOUT")
    """Namespaces that are left out, comma-separated, where all are watched."""
    selector: str = Field(default="", validation_alias="WHYPOD_WATCH_SELECTOR")
    """Label selector of the pods that are watched, as kubectl takes it: `team=shop,tier!=test`. Empty: all."""
    labels: str = Field(default="", validation_alias="WHYPOD_WATCH_LABELS")
    """Keys of labels that are kept for routing, comma-separated. Empty: none; each takes memory for every pod."""
    group: str = Field(default="all", pattern=r"^[a-z0-9-]{1,40}$", validation_alias="WHYPOD_WATCH_GROUP")
    """Watchers of one group watch the same clusters, and one of them leads. Another group needs other clusters."""
    silence: float = Field(default=90.0, ge=2, le=600, validation_alias="WHYPOD_WATCH_SILENCE")
    """Seconds without a line after which a watch is taken for dead. Bookmarks come about every 60."""
    list_timeout: float = Field(default=30.0, gt=0, le=120, validation_alias="WHYPOD_WATCH_LIST_TIMEOUT")
    """Seconds one page of 500 pods may take; a busy API server needs several."""
    stale_after: float = Field(default=120.0, ge=5, le=DAY, validation_alias="WHYPOD_WATCH_BLIND_AFTER")
    """Seconds without anything fresh after which the channel is told. Two tries of 90 s and 15 s fit into it."""
    redis_wait: float = Field(default=2.0, gt=0, le=10, validation_alias="WHYPOD_WATCH_REDIS_TIMEOUT")
    """Seconds a command of Redis may take; less than a quarter of the 10 s the leader's lock holds."""

    metrics_port: int = Field(default=9464, ge=0, le=65535, validation_alias="WHYPOD_WATCHER_METRICS_PORT")
    """0 for a free one. 9464 is what OpenTelemetry's exporters for Prometheus listen on by default."""

    restarts: str = Field(default="3/10m", validation_alias="WHYPOD_ALERT_RESTARTS")
    """Restarts of a pod's container. A crash loop has its third after about 40 s."""
    replicas: str = Field(default="50%/10m", validation_alias="WHYPOD_ALERT_REPLICAS")
    """Pods of a workload that restarted, as a share of its replicas."""
    replicas_at_least: str = Field(default="3", validation_alias="WHYPOD_ALERT_REPLICAS_AT_LEAST")
    """Pods that share must be at least; half of two replicas is one pod."""
    oom: str = Field(default="2/1h", validation_alias="WHYPOD_ALERT_OOM")
    """OOM kills of a pod's container. The first may be chance."""
    new_template: str = Field(default="2/15m", validation_alias="WHYPOD_ALERT_NEW_TEMPLATE")
    """Crashes of a pod template younger than that, whose predecessor did not crash."""
    usual: str = Field(default="3x", validation_alias="WHYPOD_ALERT_USUAL")
    """Times a workload's own usual rate of the last 7 days, for those that always restart a little."""
    cannot_start: str = Field(default="off", validation_alias="WHYPOD_ALERT_CANNOT_START")
    """How long a pod may be unable to start. Off: rollouts wait for nodes and images."""
    start_up: str = Field(default="5m", validation_alias="WHYPOD_ALERT_START_UP")
    """How long the pods of a restarted node may take to be back."""
    by_namespace: str = Field(default="", validation_alias="WHYPOD_ALERT_NAMESPACES")
    """Thresholds of single namespaces, as JSON: `{"batch": {"restarts": "10/1h", "oom": "off"}}`."""

    ready: float = Field(default=300.0, gt=0, le=7 * DAY, validation_alias="WHYPOD_ALERT_READY")
    """Seconds every container must have been ready before a workload counts as healthy again."""
    quiet: float = Field(default=600.0, gt=0, le=7 * DAY, validation_alias="WHYPOD_ALERT_QUIET")
    """Seconds without a restart before that: twice the kubelet's longest back-off. A slow loop waits longer."""
    relapse: float = Field(default=3600.0, ge=0, le=30 * DAY, validation_alias="WHYPOD_ALERT_RELAPSE")
    """Seconds after its end in which a relapse reopens the same message."""
    reminder: float = Field(default=4 * 3600.0, ge=0, le=30 * DAY, validation_alias="WHYPOD_ALERT_REMINDER")
    """Seconds after which an alert that nobody acknowledged is repeated once; 0 for never."""
    storm: int = Field(default=5, ge=1, le=100_000, validation_alias="WHYPOD_ALERT_STORM")
    """More new incidents than this in a minute are one message."""

    @field_validator(
        "restarts", "replicas", "replicas_at_least", "oom", "new_template", "usual", "cannot_start", "start_up"
    )
    @classmethod
    def _threshold(cls, text: str, field: Any) -> str:
        try:
            read(field.field_name.replace("_", "-"), text)
        except BadThreshold as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("by_namespace")
    @classmethod
    def _namespaces_thresholds(cls, text: str) -> str:
        for namespace, texts in _mapping(text).items():
            unknown = texts.keys() - NAMES
            wrong = changed(DEFAULTS, texts)[1] or ((f"no threshold {min(unknown)!r}",) if unknown else ())
            if wrong:
                raise ValueError(f"{namespace}: {wrong[0]}")
        return text

    @field_validator("namespaces")
    @classmethod
    def _not_too_many(cls, text: str) -> str:
        if len(names(text)) > MOST_NAMESPACES:
            raise ValueError(f"at most {MOST_NAMESPACES}; watch all and leave some out instead")
        return text

    def policy(self) -> Policy:
        """When incidents are announced, over, reopened."""
        return Policy(
            ready_for=self.ready,
            quiet_for=self.quiet,
            relapse_within=self.relapse,
            reminder_after=self.reminder or None,
            storm_size=self.storm,
        )

    def thresholds(self) -> Thresholds:
        """Those of every namespace that has none of its own."""
        texts = {
            name: str(getattr(self, field))
            for name in NAMES
            if hasattr(self, field := name.replace("-", "_")) and field != "alerts"
        }
        return changed(DEFAULTS, texts)[0]

    def thresholds_by_namespace(self) -> Mapping[str, Thresholds]:
        """Those of the namespaces that have their own."""
        general = self.thresholds()
        return {namespace: changed(general, texts)[0] for namespace, texts in _mapping(self.by_namespace).items()}


def names(text: str) -> tuple[str, ...]:
    """The parts of a comma-separated list."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def load(environ: Mapping[str, str]) -> WatcherSettings:
    """The settings of a watcher; see `core.settings.read`."""
    return read_settings(WatcherSettings, environ)


def _mapping(text: str) -> Mapping[str, Mapping[str, str]]:
    try:
        read_json = json.loads(text) if text.strip() else {}
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    fits = isinstance(read_json, dict) and all(
        isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())
        for texts in read_json.values()
    )
    if not fits:
        raise ValueError('must be like {"batch": {"restarts": "10/1h"}}')
    return cast(Mapping[str, Mapping[str, str]], read_json)
