"""The watcher process: `python -m workers.watcher`. It puts the parts together and runs them until told to stop."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence

import structlog
from prometheus_client import CollectorRegistry
from redis import Redis
from redis.exceptions import RedisError

from core.health import HealthChecks, QueueDepths, redis_answers, serve_if_free, within
from core.log import configure
from core.messages import queues
from core.redis import connect
from core.settings import BadSettings
from workers.cluster.connect import Clusters, Limits
from workers.cluster.errors import ClusterError
from workers.cluster.watch import Follower, Patience, Scope
from workers.dependencies import dependencies
from workers.watcher.cache.checkpoint import Checkpoint
from workers.watcher.cache.owners import Confirmed, Owners
from workers.watcher.cache.store import PodStore
from workers.watcher.controller import Controller
from workers.watcher.detect.detector import Detector
from workers.watcher.incidents.diagnosis_pool import DiagnosisPool, diagnose_with
from workers.watcher.incidents.outbox import Outbox
from workers.watcher.informer import Informer
from workers.watcher.leader import EVERY, Leader
from workers.watcher.metrics import Incidents, Leading, Watches, decision_lag
from workers.watcher.settings import WatcherSettings, load, names

log = structlog.get_logger()

FAILED = 75
"""Exit status when a part of the process died: EX_TEMPFAIL, so whoever supervises it starts it again."""
HANGS = 180.0
"""Seconds without a step after which the process is called dead. A step asks Redis up to four times, and where its
packets are lost each try takes 35 s: 13 connections at 2 s, and the pauses between them."""
AGAIN = 5.0
"""Seconds between two tries to find a cluster at all."""


def main() -> int:
    """Watch until SIGTERM or Ctrl-C; 2 for settings that are wrong, 75 when a part of it died."""
    try:
        settings = load(os.environ)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure(settings.log_level)
    # Several looks at once make more reads than connections are kept warm; each one too many would be a warning.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    redis = connect(settings.redis_url, settings.redis_wait, patient=True)
    contexts = _contexts(settings, stop)
    return 0 if stop.is_set() else watch(settings, redis, contexts, stop)


def watch(settings: WatcherSettings, redis: Redis, contexts: Sequence[str | None], stop: threading.Event) -> int:
    """Watch these contexts until `stop`; the exit status."""
    lead = Leader(redis, settings.group)
    woken = threading.Event()
    watchings = [one for context in contexts for one in watchings_of(settings, context, len(contexts) > 1, woken.set)]
    memories = [Checkpoint(redis, f"{settings.group}:{one.cluster}:{one.namespace}") for one in watchings]
    _remember(watchings, memories)
    registry, diagnoses = CollectorRegistry(), DiagnosisPool(diagnose_with(dependencies(redis, settings)))
    quick = connect(settings.redis_url, settings.redis_wait)  # a probe must not wait for Redis
    announcer = Outbox(redis, lead.fence, diagnoses, settings.policy())
    loop = Controller(redis, lead, watchings, memories, announcer, woken, lag=decision_lag(registry))
    for collector in (
        Watches(watchings, time.time),
        Leading(lambda: lead.token),
        Incidents(
            lambda: lead.token is not None, lambda: [record.incident for record in announcer.state.records.values()]
        ),
        QueueDepths(quick, (queues.INTERACTIVE, queues.ALERTS, queues.DELIVER, queues.HOUSEKEEPING)),
    ):
        registry.register(collector)
    deciding = threading.Thread(target=loop.run, name="deciding", daemon=True)
    alive, ready = _checks(watchings, loop, quick)
    health = serve_if_free(settings.metrics_host, settings.metrics_port, registry, alive, ready)
    if health is not None:
        log.info("health", port=health.port)
    for one in watchings:
        one.start()
    deciding.start()
    try:
        while not stop.is_set() and deciding.is_alive() and all(one.alive for one in watchings):
            lead.step()
            stop.wait(EVERY)
    finally:
        loop.stop()
        deciding.join(5.0)  # first, since it asks all the others
        lead.release()
        for one in watchings:
            one.stop()
        diagnoses.close()
        if health is not None:
            health.stop()
    return 0 if stop.is_set() else FAILED


def watchings_of(
    settings: WatcherSettings, context: str | None, several: bool, woken: Callable[[], None]
) -> list[Informer]:
    """The watches of one context: one for all namespaces, or one for each that is named."""
    cluster = context or "" if several else ""
    follow = Clusters(settings, Limits(read_seconds=settings.list_timeout, parallel=2)).cluster(context)
    ask = Clusters(settings).cluster(context)
    general, special = settings.thresholds(), settings.thresholds_by_namespace()
    starts = any(one.cannot_start for one in (general, *special.values()))
    found: list[Informer] = []
    for namespace in names(settings.namespaces) or ("",):
        index = len(found)

        def confirmed(told: Confirmed, index: int = index) -> None:
            found[index].confirmed(told)

        sight = PodStore(Owners(ask, confirmed), keep_labels=names(settings.labels))
        judge = Detector(sight, cluster, lambda namespace: special.get(namespace, general), starts=starts)
        scope = Scope(namespace, settings.selector, names(settings.without))
        follower = Follower(follow, scope, Patience(silence=settings.silence))
        found.append(Informer(cluster, follower, sight, judge, woken, blind_after=settings.blind_after))
    return found


def _contexts(settings: WatcherSettings, stop: threading.Event) -> Sequence[str | None]:
    """The contexts to watch; waits for a kubeconfig that is not there yet."""
    while not stop.is_set():
        try:
            return Clusters(settings).names() or (None,)
        except ClusterError as error:
            log.warning("no cluster", problem=error.problem, said=error.said)
            stop.wait(AGAIN)
    return ()


def _remember(watchings: Sequence[Informer], memories: Sequence[Checkpoint]) -> None:
    """What an earlier process wrote down; without Redis everything is new, and may be told again."""
    for one, memory in zip(watchings, memories, strict=True):
        try:
            memory.load(one.sight, time.time())
        except RedisError as error:
            log.warning("nothing remembered", error=str(error))


def _checks(watchings: Sequence[Informer], loop: Controller, redis: Redis) -> tuple[HealthChecks, HealthChecks]:
    def parts() -> str | None:
        dead = [one.cluster or "cluster" for one in watchings if not one.alive]
        return f"not watching {', '.join(dead)}" if dead else None

    def listed() -> str | None:
        missing = [one.cluster or "cluster" for one in watchings if not one.listed.is_set()]
        return f"no list yet of {', '.join(missing)}" if missing else None

    def sighted() -> str | None:
        blind = [told.cluster or "cluster" for told in loop.eyes.stale_watches() if told.until is None]
        return f"nothing fresh from {', '.join(blind)}" if blind else None

    alive = {"watching": parts, "deciding": within(HANGS, lambda: loop.stepped, "decision")}
    return alive, {"redis": redis_answers(redis), "list": listed, "sight": sighted}


if __name__ == "__main__":
    sys.exit(main())
