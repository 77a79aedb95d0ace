"""A simulated Deployment with its ReplicaSets: scaling, rolling out, and the statuses that follow. Runs no containers.

pkg/controller/deployment/rolling.go: with the default of 25% a new pod is added first, and an old one goes when the new
one is ready.
"""

from __future__ import annotations

from collections.abc import Callable

from deploy.sandbox.cluster.live.events import Events
from deploy.sandbox.cluster.live.owners import deployment_json, replica_set_json, surge
from deploy.sandbox.cluster.live.pods import LivePod
from deploy.sandbox.cluster.live.programs import SimulatedProgram
from deploy.sandbox.cluster.live.shapes import SimulatedTemplate, template_json
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.objects.resources import DEPLOYMENTS, REPLICA_SETS
from deploy.sandbox.cluster.objects.store import name_of
from deploy.sandbox.json import Json

HASH_LENGTH = 10  # a pod-template-hash is a 32-bit number in at most ten safe letters
REVISION = "deployment.kubernetes.io/revision"


class LiveReplicaSet:
    """One ReplicaSet and its pods."""

    def __init__(
        self,
        world: World,
        events: Events,
        deployment: LiveDeployment,
        template: SimulatedTemplate,
        program: Callable[[], SimulatedProgram],
    ) -> None:
        self._world, self._events, self._deployment = world, events, deployment
        self._template, self._program = template, program
        self.pods: list[LivePod] = []
        pod_hash = world.suffix(HASH_LENGTH)
        made = replica_set_json(deployment.json, template, pod_hash, 0, world.uid(), world.stamp())
        self.json = world.store.put(REPLICA_SETS, made)

    @property
    def name(self) -> str:
        return str(self.json["metadata"]["name"])

    @property
    def ready(self) -> int:
        return sum(pod.ready for pod in self.pods)

    def scale(self, replicas: int) -> None:
        """Adds pods, or removes those that are not ready first."""
        if replicas == len(self.pods):
            return
        spec, metadata = {**self.json["spec"], "replicas": replicas}, dict(self.json["metadata"])
        metadata["generation"] += 1
        self.json = {**self.json, "metadata": metadata, "spec": spec}
        while len(self.pods) < replicas:
            self._add()
        for pod in sorted(self.pods, key=lambda pod: pod.ready)[: len(self.pods) - replicas]:
            self.pods.remove(pod)
            self._events.controller(self.json, "SuccessfulDelete", f"Deleted pod: {pod.name}", "replicaset-controller")
            pod.delete()
        self.tell()

    def _add(self) -> None:
        labels = self.json["spec"]["selector"]["matchLabels"]
        changed = self._deployment.pod_changed
        pod = LivePod(self._world, self._events, self._template, self._program, self.json, labels, changed)
        self.pods.append(pod)
        self._events.controller(self.json, "SuccessfulCreate", f"Created pod: {pod.name}", "replicaset-controller")

    def tell(self) -> None:
        """Publishes its status if it has changed."""
        status: Json = {"replicas": len(self.pods)}
        if self.pods:
            status["fullyLabeledReplicas"] = len(self.pods)
        if self.ready:
            status |= {"readyReplicas": self.ready, "availableReplicas": self.ready}
        status |= {"terminatingReplicas": 0, "observedGeneration": self.json["metadata"]["generation"]}
        if status != self.json["status"]:
            self.json = self._world.store.put(REPLICA_SETS, {**self.json, "status": status})


class LiveDeployment:
    """A Deployment whose pods run `program`; a rollout gives it another template and program."""

    def __init__(
        self,
        world: World,
        events: Events,
        namespace: str,
        template: SimulatedTemplate,
        replicas: int,
        program: Callable[[], SimulatedProgram],
    ) -> None:
        self._world, self._events, self._template = world, events, template
        self._sets: list[LiveReplicaSet] = []
        self._progressing: Json = {}
        self._looking = self._look_again = False
        made = deployment_json(namespace, template, replicas, world.uid(), world.stamp())
        self.json = world.store.put(DEPLOYMENTS, made)
        self._new_set(template, program)

    @property
    def pods(self) -> list[LivePod]:
        """All pods that are not being deleted, those of the newest revision last."""
        return [pod for replica_set in self._sets for pod in replica_set.pods]

    def roll_out(self, template: SimulatedTemplate, program: Callable[[], SimulatedProgram]) -> None:
        """Changes the pod template: a new revision."""
        metadata = dict(self.json["metadata"])
        metadata["generation"] += 1
        metadata["annotations"] = {**metadata["annotations"], REVISION: str(int(metadata["annotations"][REVISION]) + 1)}
        spec = {**self.json["spec"], "template": template_json(template, template.all_labels)}
        self._template = template
        self.json = self._world.store.put(DEPLOYMENTS, {**self.json, "metadata": metadata, "spec": spec})
        self._new_set(template, program)

    def pod_changed(self, _: LivePod) -> None:
        """Reconciles after a pod has changed. Reconciling changes pods again, so one pass runs at a time."""
        if self._looking:
            self._look_again = True
            return
        self._look()

    def _look(self) -> None:
        self._looking = self._look_again = True
        while self._look_again:
            self._look_again = False
            self._reconcile()
        self._looking = False

    def _new_set(self, template: SimulatedTemplate, program: Callable[[], SimulatedProgram]) -> None:
        newest = LiveReplicaSet(self._world, self._events, self, template, program)
        self._sets.append(newest)
        self._progress("True", "NewReplicaSetCreated", f'Created new replica set "{newest.name}"')
        self._look()
        deadline = self.json["spec"]["progressDeadlineSeconds"]
        self._world.after(deadline, lambda: self._check_deadline(newest))

    def _check_deadline(self, replica_set: LiveReplicaSet) -> None:
        if replica_set is self._sets[-1] and self._progressing["reason"] != "NewReplicaSetAvailable":
            message = f'ReplicaSet "{replica_set.name}" has timed out progressing.'
            self._progress("False", "ProgressDeadlineExceeded", message)
            self._tell()

    def _reconcile(self) -> None:
        """Scales the newest set up and the older ones down as far as the strategy allows."""
        replicas, newest = self.json["spec"]["replicas"], self._sets[-1]
        others = sum(len(replica_set.pods) for replica_set in self._sets[:-1])
        room = replicas + (surge(replicas) if others else 0) - others
        if len(newest.pods) < min(replicas, room):
            self._scale(newest, min(replicas, room))
        spare = sum(replica_set.ready for replica_set in self._sets) - replicas
        for replica_set in self._sets[:-1]:
            unready = len(replica_set.pods) - replica_set.ready
            surplus = min(len(replica_set.pods), unready + max(0, spare)) if newest.ready else 0
            if surplus:
                self._scale(replica_set, len(replica_set.pods) - surplus)
                self._look_again = True
                break
        for replica_set in self._sets:
            replica_set.tell()
        self._drop_old_sets()
        self._tell()

    def _drop_old_sets(self) -> None:
        """Keeps only so many empty ReplicaSets for a rollback."""
        empty = [replica_set for replica_set in self._sets[:-1] if not replica_set.pods]
        for replica_set in empty[: -self.json["spec"]["revisionHistoryLimit"]]:
            self._sets.remove(replica_set)
            self._world.store.remove(REPLICA_SETS, *name_of(replica_set.json))

    def _scale(self, replica_set: LiveReplicaSet, replicas: int) -> None:
        before = len(replica_set.pods)
        verb = "up" if replicas > before else "down"
        message = f"Scaled {verb} replica set {replica_set.name} from {before} to {replicas}"
        self._events.controller(self.json, "ScalingReplicaSet", message, "deployment-controller")
        replica_set.scale(replicas)

    def _progress(self, status: str, reason: str, message: str) -> None:
        now = self._world.stamp()
        same = self._progressing.get("status") == status
        since = self._progressing["lastTransitionTime"] if same else now
        times = {"lastUpdateTime": now, "lastTransitionTime": since}
        if (reason, message) != (self._progressing.get("reason"), self._progressing.get("message")):
            condition = {"type": "Progressing", "status": status, **times, "reason": reason, "message": message}
            self._progressing = condition

    def _tell(self) -> None:
        """Publishes its status if it has changed."""
        replicas, newest = self.json["spec"]["replicas"], self._sets[-1]
        total, ready = len(self.pods), sum(replica_set.ready for replica_set in self._sets)
        if newest.ready == replicas == total and self._progressing["reason"] != "NewReplicaSetAvailable":
            message = f'ReplicaSet "{newest.name}" has successfully progressed.'
            self._progress("True", "NewReplicaSetAvailable", message)
        status: Json = {"observedGeneration": self.json["metadata"]["generation"], "replicas": total}
        status["updatedReplicas"] = len(newest.pods)
        status |= {"readyReplicas": ready, "availableReplicas": ready} if ready else {}
        status |= {"unavailableReplicas": total - ready} if total > ready else {}
        status |= {"terminatingReplicas": 0, "conditions": [self._available(ready >= replicas), self._progressing]}
        if status != self.json["status"]:
            self.json = self._world.store.put(DEPLOYMENTS, {**self.json, "status": status})

    def _available(self, enough: bool) -> Json:
        status = "True" if enough else "False"
        before = next(
            (condition for condition in self.json["status"].get("conditions", []) if condition["type"] == "Available"),
            None,
        )
        if before and before["status"] == status:
            return dict(before)
        now = self._world.stamp()
        reason = "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable"
        message = f"Deployment {'has' if enough else 'does not have'} minimum availability."
        times = {"lastUpdateTime": now, "lastTransitionTime": now}
        return {"type": "Available", "status": status, **times, "reason": reason, "message": message}
