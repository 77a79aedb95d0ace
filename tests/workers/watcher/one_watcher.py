"""One watcher process without its threads, with a clock of its own. No cluster and no Slack."""

from collections.abc import Sequence
from typing import Any

from fakeredis import FakeRedis, FakeServer

from core.messages.jumps import Jump
from workers.cluster.watch import Changes, Follower, ListBegins, ListEnds, Pods
from workers.cluster.wire.watched import WatchedPod
from workers.watcher.cache.checkpoint import Checkpoint
from workers.watcher.cache.owners import Owners
from workers.watcher.cache.store import PodStore
from workers.watcher.controller import Controller
from workers.watcher.detect.detector import Detector
from workers.watcher.detect.thresholds import DEFAULTS
from workers.watcher.incidents.outbox import NotLeading
from workers.watcher.informer import Informer
from workers.watcher.leader import Leader

NOW = 1_800_000_000.0


class FakeOutbox:
    """Keeps the jumps it is given."""

    def __init__(self) -> None:
        self.jumps: list[tuple[str, int]] = []
        self.loaded = 0
        self.deposed = False

    def load(self) -> None:
        self.loaded += 1

    def step(self, jumps: Sequence[Jump], *_: Any) -> None:
        if self.deposed:
            raise NotLeading
        self.jumps += [(one.rule, one.restarts) for one in jumps]


class Watcher:
    """One watcher process without its threads; `now` is its clock."""

    def __init__(self, server: FakeServer, *, leads: bool = True) -> None:
        self.now = NOW
        self.redis = FakeRedis(server=server)
        self.outbox = FakeOutbox()
        self.leader = Leader(self.redis)
        store = PodStore(Owners(None, lambda confirmed: None))
        detector = Detector(store, "", lambda namespace: DEFAULTS)
        follower = Follower(None)  # type: ignore[arg-type]  # never started
        self.informer = Informer("", follower, store, detector, lambda: None, lambda: self.now)
        checkpoint = Checkpoint(self.redis, "all::")
        checkpoint.load(store, self.now)
        self.controller = Controller(
            self.redis, self.leader, [self.informer], [checkpoint], self.outbox, clock=lambda: self.now
        )
        if leads:
            self.leader.step()

    def lists(self, *pods: WatchedPod) -> None:
        for event in (ListBegins(), Pods(list(pods)), ListEnds()):
            self.informer.apply(event)
        self.controller.step()

    def change(self, *pods: WatchedPod) -> None:
        self.informer.apply(Changes([("MODIFIED", pod) for pod in pods]))
        self.controller.step()

    def passes(self, seconds: float) -> None:
        self.now += seconds
        self.controller.step()
