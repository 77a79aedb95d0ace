"""The watcher process: `python -m workers.watcher`. It puts the parts together and runs them until it is stopped."""

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
from workers.watcher.cache.owners import ConfirmedOwner, Owners
from workers.watcher.cache.store import PodStore
from workers.watcher.controller import Controller
from workers.watcher.detect.detector import Detector
from workers.watcher.incidents.diagnosis_pool import DiagnosisPool, diagnose_with
from workers.watcher.incidents.outbox import Outbox
from workers.watcher.informer import Informer
from workers.watcher.leader import RENEW_EVERY, Leader
from workers.watcher.metrics import IncidentMetrics, LeaderMetrics, WatchMetrics, decision_lag
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
    # Several diagnoses at once make more reads than connections are kept warm; each one too many would be a warning.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    redis = connect(settings.redis_url, settings.redis_wait, patient=True)
    contexts = _contexts(settings, stop)
    return 0 if stop.is_set() else watch(settings, redis, contexts, stop)


def watch(settings: WatcherSettings, redis: Redis, contexts: Sequence[str | None], stop: threading.Event) -> int:
    """Watch these contexts until `stop`; the exit status."""
    leader, wake, several = Leader(redis, settings.group), threading.Event(), len(contexts) > 1
    informers = [each for context in contexts for each in informers_of(settings, context, several, wake.set)]
    checkpoints = [Checkpoint(redis, f"{settings.group}:{each.cluster}:{each.namespace}") for each in informers]
    _restore(informers, checkpoints)
    diagnoses = DiagnosisPool(diagnose_with(dependencies(redis, settings)))
    outbox = Outbox(redis, leader.fence, diagnoses, settings.policy())
    registry = CollectorRegistry()
    controller = Controller(redis, leader, informers, checkpoints, outbox, wake, lag=decision_lag(registry))
    impatient = connect(settings.redis_url, settings.redis_wait)  # a probe must not wait for Redis
    _register(registry, informers, leader, outbox, impatient)
    deciding = threading.Thread(target=controller.run, name="deciding", daemon=True)
    alive, ready = _checks(informers, controller, impatient)
    health = serve_if_free(settings.metrics_host, settings.metrics_port, registry, alive, ready)
    if health is not None:
        log.info("health", port=health.port)
    for informer in informers:
        informer.start()
    deciding.start()
    try:
        while not stop.is_set() and deciding.is_alive() and all(informer.alive for informer in informers):
            leader.step()
            stop.wait(RENEW_EVERY)
    finally:
        controller.stop()
        deciding.join(5.0)  # first, since it asks all the others
        leader.release()
        for informer in informers:
            informer.stop()
        diagnoses.close()
        if health is not None:
            health.stop()
    return 0 if stop.is_set() else FAILED


def informers_of(
    settings: WatcherSettings, context: str | None, several: bool, wake: Callable[[], None]
) -> list[Informer]:
    """The watches of one context: one for all namespaces, or one for each that is named."""
    cluster = context or "" if several else ""
    patient = Clusters(settings, Limits(read_seconds=settings.list_timeout, parallel=2)).cluster(context)
    quick = Clusters(settings).cluster(context)
    general, by_namespace = settings.thresholds(), settings.thresholds_by_namespace()
    starts = any(thresholds.cannot_start for thresholds in (general, *by_namespace.values()))
    informers: list[Informer] = []
    for namespace in names(settings.namespaces) or ("",):
        place = len(informers)

        def on_confirmed(confirmed: ConfirmedOwner, place: int = place) -> None:
            informers[place].apply_owner(confirmed)

        store = PodStore(Owners(quick, on_confirmed), keep_labels=names(settings.labels))
        detector = Detector(store, cluster, lambda namespace: by_namespace.get(namespace, general), starts=starts)
        scope = Scope(namespace, settings.selector, names(settings.without))
        follower = Follower(patient, scope, Patience(silence=settings.silence))
        informers.append(Informer(cluster, follower, store, detector, wake, stale_after=settings.stale_after))
    return informers


def _contexts(settings: WatcherSettings, stop: threading.Event) -> Sequence[str | None]:
    """The contexts to watch; waits for a kubeconfig that is not there yet."""
    while not stop.is_set():
        try:
            return Clusters(settings).names() or (None,)
        except ClusterError as error:
            log.warning("no cluster", problem=error.problem, said=error.said)
            stop.wait(AGAIN)
    return ()


def _restore(informers: Sequence[Informer], checkpoints: Sequence[Checkpoint]) -> None:
    """What an earlier process wrote down; without Redis everything is new, and may be announced again."""
    for informer, checkpoint in zip(informers, checkpoints, strict=True):
        try:
            checkpoint.load(informer.store, time.time())
        except RedisError as error:
            log.warning("nothing restored", error=str(error))


def _register(
    registry: CollectorRegistry, informers: Sequence[Informer], leader: Leader, outbox: Outbox, redis: Redis
) -> None:
    for collector in (
        WatchMetrics(informers, time.time),
        LeaderMetrics(lambda: leader.token),
        IncidentMetrics(
            lambda: leader.token is not None, lambda: [record.incident for record in outbox.state.records.values()]
        ),
        QueueDepths(redis, (queues.INTERACTIVE, queues.ALERTS, queues.DELIVER, queues.HOUSEKEEPING)),
    ):
        registry.register(collector)


def _checks(informers: Sequence[Informer], controller: Controller, redis: Redis) -> tuple[HealthChecks, HealthChecks]:
    def watching() -> str | None:
        dead = [informer.cluster or "cluster" for informer in informers if not informer.alive]
        return f"not watching {', '.join(dead)}" if dead else None

    def listed() -> str | None:
        missing = [informer.cluster or "cluster" for informer in informers if not informer.listed.is_set()]
        return f"no list yet of {', '.join(missing)}" if missing else None

    def fresh() -> str | None:
        stale = [each.cluster or "cluster" for each in controller.view.stale_watches() if each.until is None]
        return f"nothing fresh from {', '.join(stale)}" if stale else None

    alive = {"watching": watching, "deciding": within(HANGS, lambda: controller.stepped, "decision")}
    return alive, {"redis": redis_answers(redis), "list": listed, "fresh": fresh}


if __name__ == "__main__":
    sys.exit(main())
