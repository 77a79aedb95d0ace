"""What a pasted alert becomes: the pod it is about, the state its rule holds for, and no log."""

import pytest

from core.messages.report import Finding, Note, PodRef, Report
from knowledge.library import library
from workers.diagnosis.diagnose import diagnose
from workers.paste.read import read
from workers.pasted import explained

NAMED = '[FIRING:1] KubePodCrashLooping (container="app" namespace="pay" pod="pay-6f7c8d9b5-abcde")'
FROM_EXPORTER = """[FIRING:1] KubePodCrashLooping
Labels:
 - container = kube-state-metrics
 - exported_container = web
 - exported_pod = checkout-7d9c5b8f6d-x2x7q
 - namespace = shop
 - pod = kube-state-metrics-6c9f7b8d5-abcde
"""
OWN_RULE_OF_EXPORTER = "[FIRING:1] HighErrorRate\nLabels:\n - pod = kube-state-metrics-6c9f7b8d5-abcde\n"


def answer(text: str) -> Report:
    report = explained(read(text), lambda snapshot, target: diagnose(snapshot, library(), target), "")
    assert isinstance(report, Report)
    return report


def first(report: Report) -> Finding:
    return report.findings[0]


@pytest.mark.parametrize(
    ("text", "ref", "container"),
    [
        (NAMED, PodRef(namespace="pay", name="pay-6f7c8d9b5-abcde"), "app"),
        (FROM_EXPORTER, PodRef(namespace="shop", name="checkout-7d9c5b8f6d-x2x7q"), "web"),
    ],
    ids=["named", "exporter"],
)
def test_the_labels_name_the_object(text: str, ref: PodRef, container: str) -> None:
    """Pod, namespace and container come from the labels, and the exporter's own name is none of them."""
    report = answer(text)

    assert (report.ref, first(report).container, first(report).confidence) == (ref, container, "possible")


def test_an_alert_is_never_certain() -> None:
    """`OOMKilled` in an alert proves that a rule fired: the finding is likely, and quotes no title as a log."""
    text = "[FIRING:1] KubeContainerOOMKilled shop (db 10.0.0.7:8080 kube-state-metrics ledger-0 OOMKilled warning)"
    finding = first(answer(text))

    assert (finding.cause, finding.confidence) == ("run.oom-cgroup", "likely")
    assert {evidence.source for evidence in finding.evidence} == {"status"}


def test_a_node_alert_tells_of_the_node_and_is_none_of_its_logs() -> None:
    """The node's state is told by the alert: likely, and the alert's title is quoted by nothing."""
    report = answer("[FIRING:1] KubeNodeNotReady (10.0.0.7:8080 kube-state-metrics worker-1 warning)")
    node = first(report)

    assert (node.cause, node.confidence, report.node) == ("node.lost", "likely", "worker-1")
    assert {evidence.source for evidence in node.evidence} == {"node"}
    assert report.notes == (Note(kind="alert-fires", values={"alert": "KubeNodeNotReady"}),)


@pytest.mark.parametrize("text", ["[RESOLVED]" + NAMED.removeprefix("[FIRING:1]"), NAMED + "\n告警状态: 已恢复"])
def test_an_alert_that_is_over_tells_no_state(text: str) -> None:
    """A resolved alert names its pod and says nothing of what is now."""
    report = answer(text)

    assert (report.ref, report.findings, report.notes) == (PodRef(namespace="pay", name="pay-6f7c8d9b5-abcde"), (), ())


def test_the_log_below_an_alert_decides() -> None:
    """A panic pasted below the alert is the answer, about the alert's pod."""
    report = answer(NAMED + "\npanic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:")

    assert (report.ref, first(report).cause) == (PodRef(namespace="pay", name="pay-6f7c8d9b5-abcde"), "run.app-panic")


def test_an_exporter_is_not_the_object_of_a_rule_of_their_own() -> None:
    """`pod` is who exports the metric, as far as an unknown rule tells."""
    assert [snapshot.ref for snapshot in read(OWN_RULE_OF_EXPORTER)] in ([], [None])
