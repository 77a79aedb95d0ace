"""The watcher's one thread that decides: gathers decisions, advances incidents and writes down, while it leads.

It must not wait for the cluster: the watches, the reads of owners and the diagnoses have threads of their own.
"""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
from prometheus_client import Histogram
from redis import Redis
from redis.exceptions import RedisError

from core.messages.jumps import Decision, Jump, NodeRestart
from workers.watcher.cache.checkpoint import Checkpoint, forget_decisions, write_decisions
from workers.watcher.cache.keys import ContainerKey
from workers.watcher.cache.view import View
from workers.watcher.detect.detector import Detection
from workers.watcher.incidents.outbox import NotLeading
from workers.watcher.informer import Informer
from workers.watcher.informers import Informers
from workers.watcher.leader import Leader

log = structlog.get_logger()

TICK = 1.0
"""Seconds between two steps when nothing happens: incidents end by time alone."""
PAUSE = 0.1
"""Seconds from one step to the next when much happens: a storm is then decided about in a few passes."""
WRITE_EVERY = 1.0
FORGET_EVERY = 300.0


class AdvancesIncidents(Protocol):
    """What the controller needs of `incidents.outbox.Outbox`."""

    def load(self) -> None:
        """Take over what the leader before has written."""

    def step(self, jumps: Sequence[Jump], view: View, now: float, node_restarts: Sequence[NodeRestart] = ()) -> object:
        """Advance the incidents."""


class Controller:
    """The deciding thread."""

    def __init__(
        self,
        redis: Redis,
        leader: Leader,
        informers: Sequence[Informer],
        checkpoints: Sequence[Checkpoint],
        outbox: AdvancesIncidents,
        wake: threading.Event | None = None,
        lag: Histogram | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`checkpoints` are those of the informers, in their order; whoever sets `wake` has something to decide."""
        self._redis, self._leader, self._outbox, self._lag, self._clock = redis, leader, outbox, lag, clock
        self._informers = tuple(zip(informers, checkpoints, strict=True))
        self.view = Informers(informers, clock)
        self._wake, self._stopped = wake or threading.Event(), threading.Event()
        self._token: int | None = None
        self._decisions: dict[tuple[str, str], Decision] = {}
        self._logged: dict[ContainerKey, tuple[str, int]] = {}
        self._unlisted: set[Informer] = set()
        """Those whose first list was not whole yet when we took over: their counts are written as a whole after it."""
        self._written_at = self._forgot_at = 0.0
        self._jumps: list[Jump] = []
        self.stepped = time.monotonic()
        """When the last step ended; a process whose controller hangs should be restarted."""

    def stop(self) -> None:
        """End `run`."""
        self._stopped.set()
        self._wake.set()

    def run(self) -> None:
        """Step until `stop`."""
        while not self._stopped.is_set():
            self._wake.wait(TICK)
            self._wake.clear()
            self.step()
            self._stopped.wait(PAUSE)

    def step(self) -> None:
        """One pass over everything that changed."""
        now = self._clock()
        detections = [each for informer, _ in self._informers for each in informer.decide(now)]
        self._record(detections)
        leads = self._leads()
        if leads:
            self._jumps += [each.jump for each in detections if each.jump is not None]
            self._advance(now)
        if abs(now - self._written_at) >= WRITE_EVERY:  # a clock that was put back must not hold it up
            self._written_at = now
            self._write(leads)
        if abs(now - self._forgot_at) >= FORGET_EVERY:
            self._forgot_at = now
            self._forget(now, leads)
        self.stepped = time.monotonic()

    def _record(self, detections: Sequence[Detection]) -> None:
        decided = time.monotonic()
        for each in detections:
            self._decisions[str(each.decision.workload), each.decision.container] = each.decision
            if self._lag is not None:
                self._lag.observe(max(0.0, decided - each.arrived))
            if each.jump is not None and self._logged.get(each.key) != (each.jump.rule, each.jump.restarts):
                self._logged[each.key] = (each.jump.rule, each.jump.restarts)
                _log_jump(each.jump)

    def _leads(self) -> bool:
        """Whether we lead; takes over what the leader before left when we have just begun to."""
        token = self._leader.token
        if token is None:
            self._token = None
            self._jumps.clear()
            return False
        if token == self._token:
            return True
        try:
            self._outbox.load()
            self._unlisted = {informer for informer, _ in self._informers if not informer.listed.is_set()}
            for informer, checkpoint in self._informers:
                whole = informer not in self._unlisted
                checkpoint.write(informer.drain(everything=True), self._leader.fence, whole=whole)
                informer.decide_anew()
        except RedisError as error:
            log.warning("cannot take over yet", error=str(error))
            return False
        self._token = token
        self._wake.set()
        return True

    def _advance(self, now: float) -> None:
        try:
            self._outbox.step(self._jumps, self.view, now, self.view.node_restarts())
        except NotLeading:
            log.warning("another watcher leads")
            self._token = None
        except RedisError as error:
            log.warning("incidents not advanced", error=str(error))
            return
        self._jumps = []

    def _write(self, leads: bool) -> None:
        """What changed; a watcher that does not lead keeps it in memory only."""
        if not leads:
            for informer, _ in self._informers:
                informer.drain()
            self._decisions.clear()
            return
        for informer, checkpoint in self._informers:
            whole = informer in self._unlisted and informer.listed.is_set()
            try:
                if checkpoint.write(informer.drain(everything=whole), self._leader.fence, whole=whole) and whole:
                    self._unlisted.discard(informer)
            except RedisError as error:
                log.warning("counts not written", error=str(error))
                self._token = None  # everything is written anew once Redis is back
                return  # each further try would take as long to fail
        try:
            if write_decisions(self._redis, self._decisions.values(), self._leader.fence):
                self._decisions.clear()
        except RedisError as error:
            log.warning("decisions not written", error=str(error))

    def _forget(self, now: float, leads: bool) -> None:
        self._logged.clear()
        for informer, _ in self._informers:
            informer.forget(now)
        if not leads:
            return
        try:
            forget_decisions(self._redis, now, self._leader.fence)
        except RedisError as error:
            log.warning("old decisions not dropped", error=str(error))


def _log_jump(jump: Jump) -> None:
    log.info(
        "jump",
        workload=str(jump.workload),
        kind=jump.workload.kind,
        container=jump.container,
        rule=jump.rule,
        restarts=jump.restarts,
        pods=len(jump.pods),
        nodes=len(jump.nodes),
        reason=jump.reason,
        code=jump.code,
        since=jump.since,
        at=jump.at,
    )
