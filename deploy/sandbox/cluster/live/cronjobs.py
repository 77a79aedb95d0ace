"""A simulated CronJob that runs each minute, and its Jobs. It runs no containers.

pkg/controller/cronjob/cronjob_controllerv2.go: a Job is named after its scheduled minute; three finished ones are kept.
"""

from __future__ import annotations

from deploy.sandbox.cluster.live.events import Events
from deploy.sandbox.cluster.live.owners import cron_job_json, done, job_json
from deploy.sandbox.cluster.live.pods import LivePod
from deploy.sandbox.cluster.live.programs import SimulatedProgram
from deploy.sandbox.cluster.live.shapes import SimulatedTemplate
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.objects.resources import CRON_JOBS, JOBS
from deploy.sandbox.cluster.objects.store import name_of
from deploy.sandbox.json import Json

CONTROLLER = "cronjob-controller"


class LiveCronJob:
    """A CronJob with the schedule `* * * * *`."""

    def __init__(
        self, world: World, events: Events, namespace: str, template: SimulatedTemplate, program: SimulatedProgram
    ) -> None:
        self._world, self._events, self._template, self._program = world, events, template, program
        self._jobs: list[tuple[Json, LivePod]] = []
        cron_job = cron_job_json(namespace, template, "* * * * *", world.uid(), world.stamp())
        self.json = world.store.put(CRON_JOBS, cron_job)
        self._plan()

    def _plan(self) -> None:
        """Waits for the next full minute of the wall clock, whatever the speed of the simulation."""
        self._world.at_next_minute(self._run)

    def _run(self) -> None:
        minute = int(self._world.now.timestamp()) // 60
        fresh = job_json(self.json, self._template, minute, self._world.uid(), self._world.stamp())
        job = self._world.store.put(JOBS, fresh)
        labels = job["metadata"]["labels"]
        pod = LivePod(self._world, self._events, self._template, lambda: self._program, job, labels, self._pod_changed)
        self._jobs.append((job, pod))
        self._events.controller(self.json, "SuccessfulCreate", f"Created job {name_of(job)[1]}", CONTROLLER)
        self._events.controller(job, "SuccessfulCreate", f"Created pod: {pod.name}", "job-controller")
        self._tell({"lastScheduleTime": self._world.stamp()})
        self._plan()

    def _pod_changed(self, changed: LivePod) -> None:
        for position, (job, pod) in enumerate(self._jobs):
            if pod is changed and pod.succeeded and "completionTime" not in job["status"]:
                after = self._world.store.put(JOBS, {**job, "status": done(job, self._world.stamp())})
                self._jobs[position] = (after, pod)
                self._completed(after)

    def _completed(self, job: Json) -> None:
        name = name_of(job)[1]
        self._events.controller(job, "Completed", "Job completed", "job-controller")
        message = f"Saw completed job: {name}, condition: Complete"
        self._events.controller(self.json, "SawCompletedJob", message, CONTROLLER)
        while len(self._jobs) > self.json["spec"]["successfulJobsHistoryLimit"]:
            self._delete(*self._jobs.pop(0))
        self._tell({"lastSuccessfulTime": self._world.stamp()})

    def _delete(self, job: Json, pod: LivePod) -> None:
        namespace, name = name_of(job)
        pod.delete()
        self._world.store.remove(JOBS, namespace, name)
        self._events.controller(self.json, "SuccessfulDelete", f"Deleted job {name}", CONTROLLER)

    def _tell(self, news: Json) -> None:
        active = [_reference(job) for job, _ in self._jobs if "completionTime" not in job["status"]]
        status = {**self.json["status"], **news, "active": active}
        if not active:
            del status["active"]
        self.json = self._world.store.put(CRON_JOBS, {**self.json, "status": status})


def _reference(job: Json) -> Json:
    metadata = job["metadata"]
    head = {"kind": "Job", "namespace": metadata["namespace"], "name": metadata["name"], "uid": metadata["uid"]}
    return {**head, "apiVersion": "batch/v1", "resourceVersion": metadata["resourceVersion"]}
