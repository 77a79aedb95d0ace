"""The watcher process: `python -m workers.watcher`. It counts restarts and logs new ones; it alerts nobody yet."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from threading import Event

import structlog

from workers.cluster import wire
from workers.cluster.connect import Cluster, Clusters
from workers.cluster.errors import ClusterError
from workers.cluster.pages import listed
from workers.log import configure
from workers.settings import BadSettings, Settings, load

log = structlog.get_logger()

Counts = Mapping[tuple[str, str, str], int]
"""Restarts by namespace, pod and container."""


def restarts(cluster: Cluster) -> Counts:
    """The restart counts of all containers that may be seen. Raises `ClusterError`."""
    return dict(_counted(listed(cluster, "pods", wire.PodList)))


def grown(before: Counts, now: Counts) -> Counts:
    """By how much each count grew. A container that was not there before has grown by nothing: its past is unknown."""
    return {key: count - before[key] for key, count in now.items() if count > before.get(key, count)}


def watch(clusters: Clusters, interval: float, stop: Event) -> None:
    """Look at every cluster every `interval` seconds until `stop` is set. A cluster that is away is looked at again."""
    seen: dict[str | None, Counts] = {}
    while True:
        for name in _names(clusters):
            try:
                now = restarts(clusters.cluster(name))
            except ClusterError as error:
                log.warning("cannot look", cluster=name, problem=error.problem, said=error.said)
                continue
            if name not in seen:
                log.info("watching", cluster=name, containers=len(now), restarts=sum(now.values()))
            for (namespace, pod, container), by in grown(seen.get(name, now), now).items():
                log.info("restarted", cluster=name, namespace=namespace, pod=pod, container=container, times=by)
            seen[name] = now
        if stop.wait(interval):
            return


def main() -> int:
    """Watch until SIGTERM or Ctrl-C; 2 for settings that are wrong."""
    try:
        settings: Settings = load(os.environ)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure(settings.log_level)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    watch(Clusters(settings), settings.watch_interval, stop)
    return 0


def _names(clusters: Clusters) -> tuple[str | None, ...]:
    try:
        return clusters.names() or (None,)
    except ClusterError as error:
        log.warning("no cluster", problem=error.problem, said=error.said)
        return ()


def _counted(pods: Iterator[wire.Pod]) -> Iterator[tuple[tuple[str, str, str], int]]:
    for pod in pods:
        for status in (*pod.status.init_container_statuses, *pod.status.container_statuses):
            yield (pod.metadata.namespace, pod.metadata.name, status.name), status.restart_count


if __name__ == "__main__":
    sys.exit(main())
