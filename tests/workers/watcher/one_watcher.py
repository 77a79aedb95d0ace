"""One watcher process without its threads, with a clock of its own. No cluster and no Slack."""

from collections.abc import Sequence
from typing import Any

from fakeredis import FakeRedis, FakeServer

from knowledge.jump import Jump
from workers.cluster.watch import Changes, Follower, ListBegins, ListEnds, Pods
from workers.cluster.wire.watched import WatchedPod
from workers.watcher.announce import NotLeading
from workers.watcher.judge import Judge
from workers.watcher.lead import Lead
from workers.watcher.loop import Loop
from workers.watcher.memory import Memory
from workers.watcher.owners import Owners
from workers.watcher.sight import Sight
from workers.watcher.thresholds import DEFAULTS
from workers.watcher.watching import Watching

NOW = 1_800_000_000.0


class Hears:
    """An announcer that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self.loaded = 0
        self.deposed = False

    def load(self) -> None:
        self.loaded += 1

    def step(self, jumps: Sequence[Jump], *_: Any) -> None:
        if self.deposed:
            raise NotLeading
        self.told += [(one.rule, one.restarts) for one in jumps]


class Watcher:
    """One watcher process without its threads; `now` is its clock."""

    def __init__(self, server: FakeServer, *, leads: bool = True) -> None:
        self.now = NOW
        self.redis = FakeRedis(server=server)
        self.hears = Hears()
        self.lead = Lead(self.redis)
        sight = Sight(Owners(None, lambda told: None))
        judge = Judge(sight, "", lambda namespace: DEFAULTS)
        follower = Follower(None)  # type: ignore[arg-type]  # never started
        self.watching = Watching("", follower, sight, judge, lambda: None, lambda: self.now)
        memory = Memory(self.redis, "all::")
        memory.load(sight, self.now)
        self.loop = Loop(self.redis, self.lead, [self.watching], [memory], self.hears, clock=lambda: self.now)
        if leads:
            self.lead.step()

    def lists(self, *pods: WatchedPod) -> None:
        for told in (ListBegins(), Pods(list(pods)), ListEnds()):
            self.watching.take(told)
        self.loop.step()

    def change(self, *pods: WatchedPod) -> None:
        self.watching.take(Changes([("MODIFIED", pod) for pod in pods]))
        self.loop.step()

    def passes(self, seconds: float) -> None:
        self.now += seconds
        self.loop.step()
