"""One simulated pod, from creation to removal, as kubelet and scheduler would have it. It decides nothing about others.

The order of states, and which of them the API shows at all, follow tests/recordings/_watch: after an end the API says
`terminated` for most of the back-off; `CrashLoopBackOff` appears when the kubelet looks again after 60 to 90 seconds,
or for an instant before the restart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from deploy.sandbox.cluster.live.backoff import BackOff, words
from deploy.sandbox.cluster.live.events import Events
from deploy.sandbox.cluster.live.programs import SimulatedProbe, SimulatedProgram
from deploy.sandbox.cluster.live.shapes import NODE, ZONE, SimulatedTemplate, pod_json
from deploy.sandbox.cluster.live.status import Reported
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.objects.resources import PODS
from deploy.sandbox.cluster.objects.store import name_of
from deploy.sandbox.json import Json

# Seconds as seen in the recordings between one step and the next.
TO_SCHEDULE, TO_ACCEPT, TO_SANDBOX, TO_START = 0.05, 0.2, 0.7, 0.4
TO_NOTICE_END = 0.6
TO_RESTART = 0.4
LOOKS_AGAIN = (60.0, 90.0)
TO_STOP = 1.2
COLLECTS_EVERY = 60.0  # pkg/kubelet/kubelet.go, ContainerGCPeriod: of two dead containers the older one is removed


class LivePod:
    """A pod with one container. `changed` is called after each change of its status."""

    def __init__(
        self,
        world: World,
        events: Events,
        template: SimulatedTemplate,
        program: Callable[[], SimulatedProgram],
        owner: Json,
        labels: dict[str, str],
        changed: Callable[[LivePod], None],
    ) -> None:
        self._world, self._events, self._template = world, events, template
        self._program, self._changed = program, changed
        self._now = Reported(template)
        self._backoff = BackOff()
        self._run = 0
        """Counts runs; an act planned for an earlier one does nothing any more."""
        self._began = world.now
        name = f"{owner['metadata']['name']}-{world.suffix()}"
        pod = pod_json(template, owner, labels, name, world.uid(), world.suffix(), world.stamp())
        self.json = world.store.put(PODS, pod)
        self.deleted = False
        world.after(TO_SCHEDULE, self._schedule)

    @property
    def name(self) -> str:
        """Its name without the namespace."""
        return name_of(self.json)[1]

    @property
    def ready(self) -> bool:
        """Whether it counts as ready for its owner."""
        return self._now.ready and not self.deleted

    @property
    def succeeded(self) -> bool:
        """Whether it ended well, for good."""
        return self._now.phase == "Succeeded"

    def delete(self) -> None:
        """Asks it to go: it is Terminating while the container stops, then it is removed."""
        if self.deleted:
            return
        self.deleted = True
        ends = (self._world.now + timedelta(seconds=self._template.grace)).strftime("%Y-%m-%dT%H:%M:%SZ")
        marks = {"deletionTimestamp": ends, "deletionGracePeriodSeconds": self._template.grace}
        self.json = {**self.json, "metadata": {**self.json["metadata"], **marks}}
        if "running" in self._now.state:
            self._events.kubelet(self.json, "Normal", "Killing", "Stopping container app")
        self._publish()
        self._run += 1
        self._world.after(TO_STOP, self._remove)

    def _remove(self) -> None:
        self._world.store.remove(PODS, *name_of(self.json))
        for state in (self._now.state, self._now.last):
            self._world.forget_log(state.get("terminated", {}).get("containerID", ""))
        self._world.forget_log(self._now.container_id)

    def _schedule(self) -> None:
        if self.deleted:
            return
        labels = {**self.json["metadata"]["labels"], "topology.kubernetes.io/zone": ZONE}
        metadata, spec = {**self.json["metadata"], "labels": labels}, {**self.json["spec"], "nodeName": NODE}
        self._events.scheduled(self.json)
        self.json = {**self.json, "metadata": metadata, "spec": spec}
        self._publish()
        self._world.after(TO_ACCEPT, self._accept)

    def _accept(self) -> None:
        self._now.started_at = self._world.stamp()
        self._publish()
        self._world.after(TO_SANDBOX, self._make_sandbox)

    def _make_sandbox(self) -> None:
        self._now.ip = self._world.next_ip()
        self._publish()
        self._world.after(TO_START, lambda: self._start(self._run))

    def _start(self, run: int) -> None:
        if run != self._run or self.deleted:
            return
        self._run += 1
        self._began, program = self._world.now, self._program()
        self._now.container_id = f"containerd://{self._world.hex(64)}"
        image = f'Container image "{self._template.image}" already present on machine and can be accessed by the pod'
        for reason, message in (("Pulled", image), ("Created", "Container created"), ("Started", "Container started")):
            self._events.kubelet(self.json, "Normal", reason, message)
        self._now.phase = "Running"
        self._now.state = {"running": {"startedAt": self._world.stamp()}}
        self._now.ready = program.ready_after == 0
        self._publish()
        self._live(program, self._run)

    def _live(self, program: SimulatedProgram, run: int) -> None:
        """Plans what the program will do in this run."""
        for seconds, line in program.says:
            self._during(run, seconds, partial(self._say, program, line))
        if program.repeats:
            self._repeat(program, run)
        if program.ready_after:
            self._during(run, program.ready_after, self._become_ready)
        if program.ends_after is not None:
            self._during(run, program.ends_after, lambda: self._end(program))
        if program.liveness:
            self._probe(program, program.liveness, run)

    def _during(self, run: int, seconds: float, act: Callable[[], None]) -> None:
        """Plans an act that happens only if the container still runs by then."""
        self._world.after(seconds, lambda: act() if run == self._run else None)

    def _say(self, program: SimulatedProgram, line: str) -> None:
        self._world.log(self._now.container_id, line.replace("{now}", self._world.now.strftime(program.clock)))

    def _repeat(self, program: SimulatedProgram, run: int) -> None:
        seconds, line = program.repeats or (0.0, "")

        def again() -> None:
            self._say(program, line)
            self._during(run, seconds, again)

        self._during(run, seconds, again)

    def _become_ready(self) -> None:
        self._now.ready = True
        self._publish()

    def _probe(self, program: SimulatedProgram, probe: SimulatedProbe, run: int) -> None:
        """The kubelet probes at each period; so many failures in a row end the container."""
        first = -(-probe.fails_from // probe.period) * probe.period
        message = probe.message.replace("{ip}", self._now.ip)
        for failure in range(probe.threshold):
            due = first + failure * probe.period
            self._during(run, due, lambda: self._events.kubelet(self.json, "Warning", "Unhealthy", message))
        killed = first + (probe.threshold - 1) * probe.period
        words_ = "Container app failed liveness probe, will be restarted"
        self._during(run, killed, lambda: self._events.kubelet(self.json, "Normal", "Killing", words_))
        self._during(run, killed + probe.grace, lambda: self._end(program))

    def _end(self, program: SimulatedProgram) -> None:
        self._run += 1
        run, ran = self._run, self._world.seconds_since(self._began)
        ended = {
            "exitCode": program.exit_code,
            "reason": program.reason,
            "startedAt": self._began.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "finishedAt": self._world.stamp(),
            "containerID": self._now.container_id,
        }
        self._during(run, TO_NOTICE_END, lambda: self._notice_end(ended, ran, run))

    def _notice_end(self, ended: Json, ran: float, run: int) -> None:
        if "terminated" in self._now.last:
            before = self._now.last["terminated"]["containerID"]
            self._world.after(self._world.jitter(0, COLLECTS_EVERY), lambda: self._world.forget_log(before))
        self._now.state, self._now.ready = {"terminated": ended}, False
        if self._template.restart_policy == "Never":
            self._publish()
            self._during(run, TO_STOP, lambda: self._finish(ended["exitCode"]))
            return
        self._publish()
        wait = self._backoff.after_run_of(ran)
        if wait:
            self._back_off(wait, ended, run)
        else:
            self._during(run, TO_RESTART, lambda: self._restart(ended, run))

    def _finish(self, exit_code: int) -> None:
        self._now.phase = "Succeeded" if exit_code == 0 else "Failed"
        self._publish()

    def _back_off(self, wait: int, ended: Json, run: int) -> None:
        namespace, name = name_of(self.json)
        who = f"{name}_{namespace}({self.json['metadata']['uid']})"
        event = f"Back-off restarting failed container app in pod {who}"
        message = f"back-off {words(wait)} restarting failed container=app pod={who}"

        def look_again() -> None:
            self._events.kubelet(self.json, "Warning", "BackOff", event)
            self._wait(message, ended)
            self._during(run, self._world.jitter(*LOOKS_AGAIN), look_again)

        self._events.kubelet(self.json, "Warning", "BackOff", event)
        self._during(run, self._world.jitter(*LOOKS_AGAIN), look_again)
        self._during(run, wait, lambda: self._wait(message, ended))
        self._during(run, wait + TO_RESTART, lambda: self._restart(ended, run))

    def _wait(self, message: str, ended: Json) -> None:
        if "waiting" not in self._now.state:
            self._now.state = {"waiting": {"reason": "CrashLoopBackOff", "message": message}}
            self._now.last = {"terminated": ended}
            self._publish()

    def _restart(self, ended: Json, run: int) -> None:
        self._now.last = {"terminated": ended}
        self._now.restarts += 1
        self._start(run)

    def _publish(self) -> None:
        self._now.judge(self._world.stamp())
        self.json = self._world.store.put(PODS, {**self.json, "status": self._now.json(self.json)})
        self._changed(self)
