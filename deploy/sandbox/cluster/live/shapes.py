"""The JSON of simulated pods and their owners, in the shape of the recorded ones. Pure: builds values, decides nothing.

The tests compare these shapes with tests/recordings key by key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from deploy.sandbox.json import Json

NODE, NODE_IP, ZONE = "worker-1", "10.77.0.1", "eu-west-1a"
"""The node of the recordings that is alive."""


@dataclass(frozen=True)
class SimulatedTemplate:
    """What differs between the pods of the simulated workloads."""

    app: str
    image: str
    args: tuple[str, ...] = ()
    memory: str = ""
    """Memory limit and request; empty for none."""
    liveness: Json | None = None
    readiness: Json | None = None
    grace: int = 30
    config_map: str = ""
    """A ConfigMap read with envFrom."""
    restart_policy: str = "Always"
    labels: dict[str, str] = field(default_factory=dict)
    """Labels beside `app`."""

    @property
    def all_labels(self) -> dict[str, str]:
        return {"app": self.app, **self.labels}

    @property
    def resources(self) -> Json:
        return {"limits": {"memory": self.memory}, "requests": {"memory": self.memory}} if self.memory else {}


def http_probe(path: str, period: int = 10, timeout: int = 1) -> Json:
    """An HTTP probe of port 8080 with the defaults written out, as the API server stores it."""
    request = {"path": path, "port": 8080, "scheme": "HTTP"}
    return {
        "httpGet": request,
        "timeoutSeconds": timeout,
        "periodSeconds": period,
        "successThreshold": 1,
        "failureThreshold": 3,
    }


def container_spec(template: SimulatedTemplate, mount: str = "") -> Json:
    """The one container, as in a template, or with the token mount that admission adds to a pod."""
    spec: Json = {"name": "app", "image": template.image}
    if template.args:
        spec["args"] = list(template.args)
    if template.config_map:
        spec["envFrom"] = [{"configMapRef": {"name": template.config_map}}]
    spec["resources"] = template.resources
    if mount:
        spec["volumeMounts"] = [_mount(mount)]
    if template.liveness:
        spec["livenessProbe"] = template.liveness
    if template.readiness:
        spec["readinessProbe"] = template.readiness
    ending = {"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
    return {**spec, **ending, "imagePullPolicy": "IfNotPresent"}


def _mount(name: str) -> Json:
    return {"name": name, "readOnly": True, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}


def template_json(template: SimulatedTemplate, labels: dict[str, str]) -> Json:
    """A pod template as Deployments, ReplicaSets and Jobs hold it."""
    spec = {
        "containers": [container_spec(template)],
        "restartPolicy": template.restart_policy,
        "terminationGracePeriodSeconds": template.grace,
        "dnsPolicy": "ClusterFirst",
        "securityContext": {},
        "schedulerName": "default-scheduler",
    }
    return {"metadata": {"labels": labels}, "spec": spec}


def owner_reference(owner: Json) -> Json:
    """A controller reference to an object."""
    metadata = owner["metadata"]
    head = {"apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": metadata["name"], "uid": metadata["uid"]}
    return {**head, "controller": True, "blockOwnerDeletion": True}


def pod_json(
    template: SimulatedTemplate, owner: Json, labels: dict[str, str], name: str, uid: str, token: str, now: str
) -> Json:
    """A pod as the API server has it right after creation: unscheduled, without any status but its phase."""
    metadata = {
        "name": name,
        "generateName": owner["metadata"]["name"] + "-",
        "namespace": owner["metadata"]["namespace"],
        "uid": uid,
        "generation": 1,
        "creationTimestamp": now,
        "labels": labels,
        "ownerReferences": [owner_reference(owner)],
    }
    status = {"phase": "Pending", "qosClass": "Burstable" if template.memory else "BestEffort"}
    spec = _pod_spec(template, f"kube-api-access-{token}")
    return {"kind": "Pod", "apiVersion": "v1", "metadata": metadata, "spec": spec, "status": status}


def _pod_spec(template: SimulatedTemplate, mount: str) -> Json:
    return {
        "volumes": [{"name": mount, "projected": _TOKEN_VOLUME}],
        "containers": [container_spec(template, mount)],
        "restartPolicy": template.restart_policy,
        "terminationGracePeriodSeconds": template.grace,
        "dnsPolicy": "ClusterFirst",
        "serviceAccountName": "default",
        "serviceAccount": "default",
        "securityContext": {},
        "schedulerName": "default-scheduler",
        "tolerations": [_toleration("not-ready"), _toleration("unreachable")],
        "priority": 0,
        "enableServiceLinks": True,
        "preemptionPolicy": "PreemptLowerPriority",
    }


_TOKEN_VOLUME: Json = {
    "sources": [
        {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
        {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
        {
            "downwardAPI": {
                "items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]
            }
        },
    ],
    "defaultMode": 420,
}


def _toleration(what: str) -> Json:
    """Added to every pod by admission: five minutes on a node that is lost."""
    key = f"node.kubernetes.io/{what}"
    return {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
