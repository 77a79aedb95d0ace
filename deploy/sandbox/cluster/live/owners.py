"""The JSON of simulated Deployments, ReplicaSets, CronJobs and Jobs, in the shape of the recorded ones. Pure."""

from __future__ import annotations

from deploy.sandbox.cluster.live.shapes import SimulatedTemplate, owner_reference, template_json
from deploy.sandbox.json import Json


def deployment_json(namespace: str, template: SimulatedTemplate, replicas: int, uid: str, now: str) -> Json:
    """A Deployment right after creation, without a status."""
    labels = template.all_labels
    metadata = {
        "name": template.app,
        "namespace": namespace,
        "uid": uid,
        "generation": 1,
        "creationTimestamp": now,
        "labels": labels,
        "annotations": {"deployment.kubernetes.io/revision": "1"},
    }
    spec = {
        "replicas": replicas,
        "selector": {"matchLabels": labels},
        "template": template_json(template, labels),
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}},
        "revisionHistoryLimit": 10,
        "progressDeadlineSeconds": 600,
    }
    return {"kind": "Deployment", "apiVersion": "apps/v1", "metadata": metadata, "spec": spec, "status": {}}


def replica_set_json(
    owner: Json, template: SimulatedTemplate, pod_hash: str, replicas: int, uid: str, now: str
) -> Json:
    """A ReplicaSet of a Deployment, without a status."""
    labels = {**template.all_labels, "pod-template-hash": pod_hash}
    desired = owner["spec"]["replicas"]
    metadata = {
        "name": f"{owner['metadata']['name']}-{pod_hash}",
        "namespace": owner["metadata"]["namespace"],
        "uid": uid,
        "generation": 1,
        "creationTimestamp": now,
        "labels": labels,
        "annotations": {
            "deployment.kubernetes.io/desired-replicas": str(desired),
            "deployment.kubernetes.io/max-replicas": str(desired + surge(desired)),
            "deployment.kubernetes.io/revision": owner["metadata"]["annotations"]["deployment.kubernetes.io/revision"],
        },
        "ownerReferences": [owner_reference(owner)],
    }
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template_json(template, labels)}
    return {"kind": "ReplicaSet", "apiVersion": "apps/v1", "metadata": metadata, "spec": spec, "status": {}}


def surge(replicas: int) -> int:
    """maxSurge 25%, rounded up (pkg/controller/deployment/util/deployment_util.go)."""
    return -(-replicas // 4)


def cron_job_json(namespace: str, template: SimulatedTemplate, schedule: str, uid: str, now: str) -> Json:
    """A CronJob that has not run yet."""
    job_spec = {"backoffLimit": 1, "template": template_json(template, template.all_labels)}
    spec = {
        "schedule": schedule,
        "concurrencyPolicy": "Allow",
        "suspend": False,
        "jobTemplate": {"metadata": {}, "spec": job_spec},
        "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 1,
    }
    metadata = {"name": template.app, "namespace": namespace, "uid": uid, "generation": 1, "creationTimestamp": now}
    return {"kind": "CronJob", "apiVersion": "batch/v1", "metadata": metadata, "spec": spec, "status": {}}


def job_labels(template: SimulatedTemplate, name: str, uid: str) -> dict[str, str]:
    """The labels a Job and its pods carry."""
    return {
        **template.all_labels,
        "batch.kubernetes.io/controller-uid": uid,
        "batch.kubernetes.io/job-name": name,
        "controller-uid": uid,
        "job-name": name,
    }


def job_json(owner: Json, template: SimulatedTemplate, minute: int, uid: str, now: str) -> Json:
    """The Job of one scheduled time; its name ends in that time in minutes since 1970."""
    name = f"{owner['metadata']['name']}-{minute}"
    labels = job_labels(template, name, uid)
    metadata = {
        "name": name,
        "namespace": owner["metadata"]["namespace"],
        "uid": uid,
        "generation": 1,
        "creationTimestamp": now,
        "labels": labels,
        "annotations": {"batch.kubernetes.io/cronjob-scheduled-timestamp": now},
        "ownerReferences": [owner_reference(owner)],
    }
    spec = {
        "parallelism": 1,
        "completions": 1,
        "backoffLimit": 1,
        "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}},
        "manualSelector": False,
        "template": template_json(template, labels),
        "completionMode": "NonIndexed",
        "suspend": False,
        "podReplacementPolicy": "TerminatingOrFailed",
    }
    status = {"active": 1, "ready": 0, "startTime": now, "terminating": 0, "uncountedTerminatedPods": {}}
    return {"kind": "Job", "apiVersion": "batch/v1", "metadata": metadata, "spec": spec, "status": status}


def done(job: Json, now: str) -> Json:
    """The status of a Job whose pod has succeeded."""
    words = {"reason": "CompletionsReached", "message": "Reached expected number of succeeded pods"}
    conditions = [
        {"type": kind, "status": "True", "lastProbeTime": now, "lastTransitionTime": now, **words}
        for kind in ("SuccessCriteriaMet", "Complete")
    ]
    return {
        "conditions": conditions,
        "startTime": job["status"]["startTime"],
        "completionTime": now,
        "succeeded": 1,
        "terminating": 0,
        "uncountedTerminatedPods": {},
        "ready": 0,
    }
