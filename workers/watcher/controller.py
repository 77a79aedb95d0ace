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
from workers.watcher.cache.keys import Which
from workers.watcher.cache.view import View
from workers.watcher.detect.detector import Detected
from workers.watcher.incidents.outbox import NotLeading
from workers.watcher.informer import Informer
from workers.watcher.informers import Informers
from workers.watcher.leader import Leader

log = structlog.get_logger()

TICK = 1.0
"""Seconds between two steps when nothing happens: incidents end by time alone."""
GATHER = 0.1
"""Seconds from one step to the next when much happens: a storm is then judged in a few passes."""
WRITE_EVERY = 1.0
FORGET_EVERY = 300.0


class Announces(Protocol):
    """What keeps the incidents; see `announce`."""

    def load(self) -> None:
        """Take over what the leader before has written."""

    def step(self, jumps: Sequence[Jump], view: View, now: float, notes: Sequence[NodeRestart] = ()) -> object:
        """Advance the incidents."""


class Controller:
    """The deciding thread."""

    def __init__(
        self,
        redis: Redis,
        lead: Leader,
        watchings: Sequence[Informer],
        memories: Sequence[Checkpoint],
        announcer: Announces,
        woken: threading.Event | None = None,
        lag: Histogram | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`memories` are those of the watchings, in their order; who sets `woken` has something to judge."""
        self._redis, self._lead, self._announcer, self._lag, self._clock = redis, lead, announcer, lag, clock
        self._watched = tuple(zip(watchings, memories, strict=True))
        self.eyes = Informers(watchings, clock)
        self._wake, self._stopped = woken or threading.Event(), threading.Event()
        self._token: int | None = None
        self._decisions: dict[tuple[str, str], Decision] = {}
        self._told: dict[Which, tuple[str, int]] = {}
        self._partly: set[Informer] = set()
        """Those whose first list was not whole yet when we took over: nothing may be missed in what they wrote."""
        self._wrote = self._forgot = 0.0
        self._jumps: list[Jump] = []
        self.stepped = time.monotonic()
        """When the last step ended; a process whose loop hangs should be restarted."""

    def stop(self) -> None:
        """Ends `run`."""
        self._stopped.set()
        self._wake.set()

    def run(self) -> None:
        """Steps until `stop`."""
        while not self._stopped.is_set():
            self._wake.wait(TICK)
            self._wake.clear()
            self.step()
            self._stopped.wait(GATHER)

    def step(self) -> None:
        """One pass over everything that changed."""
        now = self._clock()
        judged = [one for watching, _ in self._watched for one in watching.judged(now)]
        self._note(judged)
        leads = self._leads(now)
        if leads:
            self._jumps += [one.jump for one in judged if one.jump is not None]
            self._announce(now)
        if abs(now - self._wrote) >= WRITE_EVERY:  # a clock that was put back must not hold it up
            self._wrote = now
            self._write(leads)
        if abs(now - self._forgot) >= FORGET_EVERY:
            self._forgot = now
            self._forget(now, leads)
        self.stepped = time.monotonic()

    def _note(self, judged: Sequence[Detected]) -> None:
        arrived = time.monotonic()
        for one in judged:
            self._decisions[str(one.decision.workload), one.decision.container] = one.decision
            if self._lag is not None:
                self._lag.observe(max(0.0, arrived - one.arrived))
            if one.jump is not None and self._told.get(one.which) != (one.jump.rule, one.jump.restarts):
                self._told[one.which] = (one.jump.rule, one.jump.restarts)
                _log_jump(one.jump)

    def _leads(self, now: float) -> bool:
        """Whether we lead; takes over what the leader before left when we have just begun to."""
        token = self._lead.token
        if token is None:
            self._token = None
            self._jumps.clear()
            return False
        if token == self._token:
            return True
        try:
            self._announcer.load()
            self._partly = {watching for watching, _ in self._watched if not watching.listed.is_set()}
            for watching, memory in self._watched:
                whole = watching not in self._partly
                memory.write(watching.drain(everything=True), self._lead.fence, whole=whole)
                watching.again()
        except RedisError as error:
            log.warning("cannot take over yet", error=str(error))
            return False
        self._token = token
        self._wake.set()
        return True

    def _announce(self, now: float) -> None:
        try:
            self._announcer.step(self._jumps, self.eyes, now, self.eyes.node_restarts())
        except NotLeading:
            log.warning("another watcher leads")
            self._token = None
        except RedisError as error:
            log.warning("incidents not advanced", error=str(error))
            return
        self._jumps = []

    def _write(self, leads: bool) -> None:
        """What changed; a watcher that does not lead remembers it in memory only."""
        if not leads:
            for watching, _ in self._watched:
                watching.drain()
            self._decisions.clear()
            return
        for watching, memory in self._watched:
            whole = watching in self._partly and watching.listed.is_set()
            try:
                if memory.write(watching.drain(everything=whole), self._lead.fence, whole=whole) and whole:
                    self._partly.discard(watching)
            except RedisError as error:
                log.warning("counts not written", error=str(error))
                self._token = None  # everything is written anew once Redis is back
                return  # each further try would take as long to fail
        try:
            if write_decisions(self._redis, self._decisions.values(), self._lead.fence):
                self._decisions.clear()
        except RedisError as error:
            log.warning("decisions not written", error=str(error))

    def _forget(self, now: float, leads: bool) -> None:
        self._told.clear()
        for watching, _ in self._watched:
            watching.forget(now)
        if not leads:
            return
        try:
            forget_decisions(self._redis, now, self._lead.fence)
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
