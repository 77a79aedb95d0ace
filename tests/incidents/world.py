"""A scenario's cluster, the watcher's own code on it, and the poster's in front of a Slack that writes down.

What is real: wire shapes, counts, jumps, incidents, their state in Redis (an embedded one), the poster. What is not:
the API server, the diagnosis (a scenario says what it finds), time.
"""

import heapq
from collections.abc import Callable
from typing import Any

import fakeredis

from bot.alerts import poster, sweep
from bot.alerts import store as hands
from bot.routing import Routing
from core.messages.handling import Acknowledged, Mute, Snoozed
from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Jump
from tests.incidents.simulated_pods import BACKOFF_FIRST, BACKOFF_MOST, START, Pod, seconds, stamp
from tests.incidents.stand_ins import Diagnoses, Fates, NoFollower, Slack
from workers.cluster.watch import Changes, ListBegins, ListEnds, Pods, WatchEvent
from workers.watcher.cache.checkpoint import Checkpoint
from workers.watcher.cache.store import PodStore
from workers.watcher.cache.view import Fate
from workers.watcher.detect.detector import Detector
from workers.watcher.detect.thresholds import DEFAULTS
from workers.watcher.incidents.outbox import NotLeading, Outbox
from workers.watcher.incidents.state import Policy
from workers.watcher.informer import Informer
from workers.watcher.informers import Informers


class World:
    """The scenario's cluster, watcher and Slack."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self.now = START
        self.skew = seconds(scenario.get("kubelet_clock", 0)) * (-1 if scenario.get("kubelet_behind") else 1)
        self.pods: dict[str, Pod] = {}
        self.fates: dict[str, Fate] = {}
        self._plans: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self.redis = fakeredis.FakeRedis()
        self.slack = Slack(self)
        self.causes: dict[str, dict[str, Any]] = scenario.get("diagnoses", {})
        self.policy = Policy(reminder_after=seconds(scenario["reminder"]) if "reminder" in scenario else None)
        self._alert_poster = poster.AlertPoster(
            self.redis,
            self.slack,
            Routing("C1"),
            "en",
            now=lambda: self.now,  # type: ignore[arg-type]
        )
        self.up = True
        self.twins = int(scenario.get("leaders", 1))
        for name, given in scenario.get("workloads", {}).items():
            self.deploy(name, given or {}, age=86_400.0)
        self.watch()

    # The cluster
    def after(self, delay: float, act: Callable[[], None]) -> None:
        """Plan something."""
        self._order += 1
        heapq.heappush(self._plans, (self.now + delay, self._order, act))

    def deploy(self, name: str, given: dict[str, Any], age: float = 0.0) -> list[Pod]:
        """Pods of one workload."""
        made = []
        nodes, template = given.get("nodes", ["n1"]), str(given.get("template", "aaaa"))
        for number in range(int(given.get("replicas", 1))):
            pod = Pod(
                name=f"{name.split('/')[1]}-{template}-{number}",
                owner=name,
                kind=given.get("kind", "Deployment"),
                template=template,
                node=nodes[number % len(nodes)],
                image=given.get("image", f"ghcr.io/{name}:1"),
                created=self.now - age,
                started=self.now - age,
                ready_since=self.now - age,
            )
            self.pods[pod.name] = pod
            made.append(pod)
        return made

    def of(self, name: str) -> list[Pod]:
        """The pods of a workload, or of all whose name matches `prefix*`."""
        return [
            pod
            for pod in self.pods.values()
            if pod.owner == name or (name.endswith("*") and pod.owner.startswith(name[:-1]))
        ]

    def crash(self, pod: Pod, given: dict[str, Any]) -> None:
        """From now on the pod's program ends after `run`, with `code` and `reason`, each time it is started."""
        pod.program += 1
        self._end(pod, given, BACKOFF_FIRST, pod.program)

    def heal(self, pod: Pod) -> None:
        """Its next start is good; one that waits is started when its back-off ends."""
        pod.program += 1
        if pod.ended is not None:
            program = pod.program
            self.after(BACKOFF_FIRST, lambda: self._start(pod, None, BACKOFF_FIRST, program))

    def _end(self, pod: Pod, given: dict[str, Any], wait: float, program: int) -> None:
        if program != pod.program or pod.name not in self.pods:
            return
        at = self.now + self.skew
        code, reason = int(given.get("code", 1)), str(given.get("reason", "Error"))
        pod.last = {
            "terminated": {
                "reason": reason,
                "exitCode": code,
                "startedAt": stamp(pod.started + self.skew),
                "finishedAt": stamp(at),
            }
        }
        if self.now - pod.started > 600:  # the kubelet forgets the back-off after ten good minutes
            wait = BACKOFF_FIRST
        pod.ended, pod.ready_since = self.now, self.now
        self.tell("MODIFIED", pod)
        self.after(wait, lambda: self._start(pod, given, min(2 * wait, BACKOFF_MOST), program))

    def _start(self, pod: Pod, given: dict[str, Any] | None, wait: float, program: int) -> None:
        if program != pod.program or pod.name not in self.pods:
            return
        pod.restarts += 1
        pod.started, pod.ended, pod.ready_since = self.now, None, self.now
        self.tell("MODIFIED", pod)
        if given is not None:
            self.after(seconds(given.get("run", 1)), lambda: self._end(pod, given, wait, program))

    def remove(self, pod: Pod) -> None:
        """Deleted, and gone at once."""
        pod.deleting = True
        pod.program += 1
        self.tell("MODIFIED", pod)
        del self.pods[pod.name]
        self.tell("DELETED", pod)

    def act(self, given: dict[str, Any]) -> None:
        """One line of a scenario."""
        match given:
            case {"crash": name}:
                for number, pod in enumerate(self.of(name)[: int(given.get("pods", 10_000))]):
                    delay = number * seconds(given.get("apart", 0)) + seconds(given.get("first", 0))
                    self.after(delay, lambda pod=pod: self.crash(pod, given))  # type: ignore[misc]
            case {"heal": name}:
                for pod in self.of(name):
                    self.heal(pod)
            case {"rollout": name}:
                old = self.of(name)
                for pod in self.deploy(name, given):
                    self.tell("ADDED", pod)
                    if "code" in given:
                        self.after(1.0, lambda pod=pod: self.crash(pod, given))  # type: ignore[misc]
                for pod in old if "code" not in given else old[: int(given.get("removes", 0))]:
                    self.remove(pod)
            case {"delete": name}:
                self.fates[name] = given.get("fate", "deleted")
                for pod in self.of(name):
                    self.remove(pod)
            case {"restart_node": node}:
                for pod in [one for one in self.pods.values() if one.node == node]:
                    self.crash_once(pod, given)
            case {"node_dies": node}:
                for pod in [one for one in self.pods.values() if one.node == node]:
                    self.remove(pod)
                    for new in self.deploy(pod.owner, {"nodes": [given["to"]], "template": pod.template + "x"}):
                        self.tell("ADDED", new)
            case {"complete": name}:
                for pod in self.of(name):
                    pod.phase = "Succeeded"
                    pod.last = {"terminated": {"reason": "Completed", "exitCode": 0, "finishedAt": stamp(self.now)}}
                    pod.ended = self.now
                    self.tell("MODIFIED", pod)
            case {"watcher": "dies"}:
                self.up = False
            case {"watcher": "starts"}:
                self.up = True
                self.watch()
            case {"redis": "emptied"}:
                self.redis.flushall()
            case {"acknowledge": name} | {"mute": name} | {"snooze": name}:
                self.people(next(iter(given.keys() - {"at"} & {"acknowledge", "mute", "snooze"})), name, given)
            case _:
                raise AssertionError(f"a scenario cannot {given}")

    def crash_once(self, pod: Pod, given: dict[str, Any]) -> None:
        """The node takes the pod down and starts it again."""
        pod.program += 1
        pod.last = {"terminated": {"reason": "Unknown", "exitCode": 255, "finishedAt": stamp(self.now)}}
        pod.ended = self.now
        self.tell("MODIFIED", pod)
        program = pod.program
        self.after(seconds(given.get("back", 60)), lambda: self._start(pod, None, 0, program))

    def people(self, verb: str, name: str, given: dict[str, Any]) -> None:
        """Somebody presses a button."""
        incident = next(
            one
            for one in hands.overview(self.redis).incidents
            if isinstance(one, WorkloadIncident) and str(one.workload) == name
        )
        if verb == "mute":
            hands.mute(self.redis, Mute(workload=incident.workload, user="U1", at=self.now))
        elif verb == "snooze":
            until = self.now + seconds(given["for"]) if "for" in given else None
            snooze = Snoozed(user="U1", at=self.now, until=until, cause=incident.signature)
            hands.update_handling(self.redis, incident.id, lambda one: one.model_copy(update={"snoozed": snooze}))
        else:
            acknowledged = Acknowledged(user="U1", at=self.now)
            hands.update_handling(
                self.redis, incident.id, lambda one: one.model_copy(update={"acknowledged": acknowledged})
            )

    # The watcher
    def watch(self) -> None:
        """A watcher process begins: it loads what the one before wrote, and lists."""
        store = PodStore(Fates(self))
        checkpoint = Checkpoint(self.redis, "all")
        checkpoint.load(store, self.now)
        detector = Detector(store, "", lambda namespace: DEFAULTS)
        self.informer = Informer("", NoFollower(), store, detector, lambda: None, lambda: self.now)  # type: ignore[arg-type]
        self.checkpoint, self.view = checkpoint, Informers([self.informer], lambda: self.now)
        diagnoses = Diagnoses(self.causes)
        self.outboxes = [
            Outbox(self.redis, _leads(number == 0), diagnoses if number == 0 else None, self.policy)  # type: ignore[arg-type]
            for number in range(self.twins)
        ]
        for outbox in self.outboxes:
            outbox.load()
        for event in (ListBegins(), Pods([pod.watched() for pod in self.pods.values()]), ListEnds()):
            self.apply(event)

    def apply(self, event: WatchEvent) -> None:
        """What the watch tells."""
        if self.up:
            self.informer.apply(event)

    def tell(self, kind: str, pod: Pod) -> None:
        """One line of the watch."""
        self.apply(Changes([(kind, pod.watched())]))

    def step(self) -> None:
        """One pass of the loop, and the poster's."""
        if not self.up:
            return
        jumps = [one.jump for one in self.informer.decide(self.now) if one.jump is not None]
        self._announce(jumps)
        self.checkpoint.write(self.informer.drain(), lambda pipe: True)

    def _announce(self, jumps: list[Jump]) -> None:
        alerts = []
        for outbox in self.outboxes:
            try:
                alerts += outbox.step(jumps, self.view, self.now, self.view.node_restarts())
            except NotLeading:
                continue
        for alert in alerts:
            poster.reconcile(self._alert_poster, alert.incident)
        sweep.sweep(sweep.Sweeper(self.redis, Routing("C1"), lambda: self.now))

    def run(self, timeline: list[dict[str, Any]], until: float, tick: float, pause: float = 1.0) -> None:
        """Play the timeline; a step after what happens, `pause` seconds apart at least, and every `tick` seconds."""
        for line in timeline:
            delay = START + seconds(line["at"]) - self.now
            self.after(delay, lambda line=line: self.act(line))  # type: ignore[misc]
        end, next_tick, next_step = START + until, START, START
        while self.now < end:
            following = self._plans[0][0] if self._plans else end
            self.now = min(following, next_tick, end)
            while self._plans and self._plans[0][0] <= self.now:
                heapq.heappop(self._plans)[2]()
            if self.now >= next_tick:
                self.apply(Changes([]))  # a bookmark
                next_tick = self.now + tick
            if self.now >= next_step or self.now >= end:
                self.step()
                next_step = self.now + pause
            elif not any(at <= next_step for at, _, _ in self._plans[:1]):
                self.after(next_step - self.now, lambda: None)


def _leads(leads: bool) -> Callable[[Any], bool]:
    return lambda pipe: leads
