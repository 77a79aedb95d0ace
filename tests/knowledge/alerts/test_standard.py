"""The table of standard alerts is whole, and an alert's subject is the object, not what exported the number."""

import fnmatch

import pytest

from knowledge.alerts.standard import AlertSubject, StandardAlert, standard_alerts, subject
from knowledge.library import library


@pytest.mark.parametrize("alert", standard_alerts().values(), ids=lambda alert: alert.name)
def test_an_alert_is_whole(alert: StandardAlert) -> None:
    """It says what is seen and left open in both languages, and every cause it may mean is there."""
    causes = library().causes
    unknown = [pattern for pattern in alert.may_mean if not fnmatch.filter(causes, pattern)]

    assert unknown == []
    assert all(sentence.endswith(".") for sentence in (alert.seen.en, alert.left_open.en))
    assert all(sentence.endswith("。") for sentence in (alert.seen.zh, alert.left_open.zh))
    assert (alert.kind == "cluster") == ("name" not in alert.labels)


@pytest.mark.parametrize(
    ("name", "labels", "expected"),
    [
        (
            "KubePodCrashLooping",
            {"namespace": "pay", "pod": "pay-6f7c8d9b5-abcde", "container": "app", "reason": "CrashLoopBackOff"},
            AlertSubject("pod", "pay-6f7c8d9b5-abcde", "pay", {"container": "app"}),
        ),
        (
            "KubePodCrashLooping",
            {
                "exported_namespace": "pay",
                "exported_pod": "pay-1",
                "namespace": "monitoring",
                "pod": "kube-state-metrics-5c9",
                "container": "kube-state-metrics",
            },
            AlertSubject("pod", "pay-1", "pay"),
        ),
        (
            "KubePodCrashLooping",
            {"namespace": "monitoring", "pod": "kube-state-metrics-5c9", "container": "kube-state-metrics"},
            AlertSubject("pod", "kube-state-metrics-5c9", "monitoring", {"container": "kube-state-metrics"}),
        ),
        (
            "KubeDeploymentReplicasMismatch",
            {"namespace": "shop", "deployment": "checkout", "pod": "kube-state-metrics-5c9", "instance": "10.0.0.7:80"},
            AlertSubject("deployment", "checkout", "shop"),
        ),
        (
            "KubeNodeNotReady",
            {"node": "worker-1", "instance": "10.0.0.7:8080", "job": "kube-state-metrics", "namespace": "monitoring"},
            AlertSubject("node", "worker-1"),
        ),
        (
            "NodeFilesystemAlmostOutOfSpace",
            {"instance": "10.0.0.9:9100", "mountpoint": "/", "pod": "node-exporter-x2k9p", "namespace": "monitoring"},
            AlertSubject("node", "10.0.0.9", "", {"mountpoint": "/"}),
        ),
        (
            "PrometheusBadConfig",
            {"namespace": "monitoring", "pod": "prometheus-k8s-0"},
            AlertSubject("pod", "prometheus-k8s-0", "monitoring"),
        ),
        ("KubePodCrashLooping", {"namespace": "pay"}, None),
        ("Watchdog", {"pod": "kube-state-metrics-5c9"}, None),
        ("SomebodysOwnAlert", {"namespace": "pay", "pod": "pay-1"}, None),
    ],
)
def test_the_subject_is_the_object(name: str, labels: dict[str, str], expected: AlertSubject | None) -> None:
    """The labels of the object count, whatever the exporter adds of its own."""
    assert subject(name, labels) == expected


def test_it_knows_the_fixed_lists() -> None:
    """The alerts of kubernetes-mixin, node-exporter and kube-state-metrics a person on call meets most are there."""
    assert {
        "KubePodCrashLooping",
        "KubePodNotReady",
        "KubeContainerWaiting",
        "KubeJobFailed",
        "KubeHpaMaxedOut",
        "KubeQuotaFullyUsed",
        "KubePersistentVolumeFillingUp",
        "KubeNodeUnreachable",
        "NodeFilesystemSpaceFillingUp",
        "NodeMemoryHighUtilization",
        "TargetDown",
        "Watchdog",
    } <= set(standard_alerts())
    assert len(standard_alerts()) >= 95
