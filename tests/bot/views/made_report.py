"""A report with everything in it, and a catalogue of two causes to explain it with. Tests only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.messages.report import ContainerRow, Evidence, Finding, LogExcerpt, Moment, PodRef, Report, RuledOut, Unseen
from knowledge.library import Library, load

PROBE = """---
when: {event: {message: 'port (?P<port>[0-9]{1,5})'}}
---
# The kubelet restarts `$container`: its probe asks port `$port`
The program listens elsewhere.

Look at the probe's `port`:

- the name of a port works too

# 存活探针探测的端口 `$port` 不对，kubelet 重启了 `$container`
程序监听的是别的端口。

检查探针的 `port`。

# Next
```sh
kubectl -n $namespace get pod $pod
kubectl -n $namespace logs $pod --previous
```

# Change
```sh
kubectl -n $namespace edit $owner
```
"""
OOM = """---
when: {terminated: {reason: ^OOMKilled$}}
---
# Out of memory
The container went over its limit.

# 内存超限
容器用量超过了 limit。

# Next
```sh
kubectl -n $namespace top pod $pod
```
"""
NOW = datetime(2026, 11, 21, 2, 14, 7, tzinfo=UTC)

REPORT = Report(
    target="data/api",
    ref=PodRef(namespace="data", name="api-0", container="app"),
    node="node-7",
    owner="deployment/api",
    findings=(
        Finding(
            cause="run.probe",
            detail="run.probe",
            confidence="certain",
            container="app",
            values={"port": "9000"},
            evidence=(
                Evidence(source="event", quote="connection refused", count=4, over_seconds=26),
                Evidence(source="log", quote="listening on <!channel>"),
            ),
        ),
    ),
    ruled_out=(RuledOut(cause="run.oom", clause="terminated", seen="Error (137)"),),
    unseen=(Unseen(what="node", why="forbidden"),),
    timeline=tuple(
        Moment(
            at=NOW - timedelta(seconds=ago), source="status", container="app", reason="terminated", quote="Error (137)"
        )
        for ago in (120, 60, 1)
    ),
    containers=(
        ContainerRow(
            name="app", state="running", last="Error (137)", restarts=3, next_restart_at=NOW + timedelta(seconds=40)
        ),
    ),
    logs=(LogExcerpt(container="app", previous=True, lines=("starting", "ready")),),
    hidden=2,
    observed_at=NOW,
)


def two_causes(folder: Path) -> Library:
    """The catalogue, its files written to `folder`."""
    (folder / "run").mkdir()
    for name, text in {"probe": PROBE, "oom": OOM}.items():
        (folder / "run" / f"{name}.md").write_text(text, encoding="utf-8")
    return load(folder)
