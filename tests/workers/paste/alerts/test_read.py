"""Which alerts a text shows: their rules, whether they fire, and the labels that name the object."""

import pytest

from workers.paste.alerts.read import MOST_ALERTS, PastedAlert, pasted_alerts

CHECKOUT = {"namespace": "shop", "pod": "checkout-7d9c5b8f6d-x2x7q"}


@pytest.mark.parametrize(
    ("text", "alert"),
    [
        pytest.param(
            '[FIRING:1] KubePodCrashLooping (container="app" namespace="pay" pod="pay-1" severity="warning")',
            PastedAlert("KubePodCrashLooping", True, {"container": "app", "namespace": "pay", "pod": "pay-1"}, {0}),
            id="alertmanager-labels",
        ),
        pytest.param(
            "[FIRING:1] KubeNodeNotReady (10.0.0.7:8080 kube-state-metrics worker-1 warning)",
            PastedAlert("KubeNodeNotReady", True, {"node": "worker-1"}, {0}),
            id="alertmanager-values-alone",
        ),
        pytest.param(
            "[FIRING:1] KubeContainerOOMKilled shop (db 10.0.0.7:8080 kube-state-metrics ledger-0 OOMKilled warning)",
            PastedAlert(
                "KubeContainerOOMKilled",
                True,
                {"container": "db", "namespace": "shop", "pod": "ledger-0", "reason": "OOMKilled"},
                {0},
            ),
            id="values-alone-of-a-rule-of-their-own",
        ),
        pytest.param(
            "[RESOLVED] KubePodCrashLooping shop",
            PastedAlert("KubePodCrashLooping", False, {}, {0}),
            id="resolved",
        ),
        pytest.param(
            "[FIRING:1] PodCrashLooping\n**Firing**\n\nValue: A=3\nLabels:\n - alertname = PodCrashLooping\n"
            " - namespace = shop\n - pod = checkout-7d9c5b8f6d-x2x7q\nAnnotations:\n - summary = Pod restarts",
            PastedAlert("PodCrashLooping", True, CHECKOUT, {0, 1, 3, 4, 5, 6, 7, 8, 9}),
            id="grafana",
        ),
        pytest.param(
            'New alert: "[Prometheus]: KubePodCrashLooping"\nTags: namespace:shop, pod:checkout-7d9c5b8f6d-x2x7q',
            PastedAlert("KubePodCrashLooping", True, CHECKOUT, {0, 1}),
            id="opsgenie",
        ),
        pytest.param(
            f"[FIRING:1] KubePodNotReady pod={CHECKOUT['pod']} namespace=shop",
            PastedAlert("KubePodNotReady", True, CHECKOUT, {0}),
            id="labels-without-quotes",
        ),
        pytest.param(
            f"Alert KubePodNotReady (pod={CHECKOUT['pod']}, namespace=shop) is firing",
            PastedAlert("KubePodNotReady", True, CHECKOUT, {0}),
            id="a-name-and-its-labels",
        ),
        pytest.param(
            f'告警：KubePodNotReady pod="{CHECKOUT["pod"]}" namespace="shop" resolved',
            PastedAlert("KubePodNotReady", False, CHECKOUT, {0}),
            id="a-name-and-its-labels-in-chinese",
        ),
        pytest.param(
            "告警名称: KubePodNotReady\n告警级别: critical\n命名空间: shop\nPod: checkout-7d9c5b8f6d-x2x7q",
            PastedAlert("KubePodNotReady", True, CHECKOUT, {0, 1, 2, 3}),
            id="chinese-template",
        ),
        pytest.param(
            "告警名称: KubePodNotReady\n告警状态: 已恢复",
            PastedAlert("KubePodNotReady", False, {}, {0, 1}),
            id="chinese-template-resolved",
        ),
    ],
)
def test_each_system_writes_an_alert_its_own_way(text: str, alert: PastedAlert) -> None:
    """The same rule, labels and lines are found in the form of every alerting system."""
    assert pasted_alerts(text.split("\n")) == (alert,)


@pytest.mark.parametrize(
    "text",
    [
        "[FIRING:1] KubeNodeNotReady (10.0.0.7:8080 warning)",
        "[FIRING:1] KubeNodeNotReady (worker-1 warning)",
        "[FIRING:1] HighErrorRate shop (cart 10.0.0.7:8080 cart-job cart-0 critical)",
    ],
)
def test_values_without_names_are_not_guessed(text: str) -> None:
    """Where the number of values does not fit the rule's labels none is taken for a name."""
    assert [alert.labels for alert in pasted_alerts([text])] == [{}]


def test_lines_below_that_are_no_alerts_own_stay_a_log() -> None:
    """A panic that was pasted below an alert is not swallowed by it."""
    lines = ["[FIRING:1] KubePodCrashLooping shop", "severity: critical", "panic: boom", "error: no route"]

    assert pasted_alerts(lines)[0].lines == {0, 1}


@pytest.mark.parametrize("line", ["pod: web-0", "severity: critical", "Labels:", "we saw KubePodCrashLooping again"])
def test_without_a_head_there_is_no_alert(line: str) -> None:
    """`pod: web-0` is a line of YAML as long as nothing above it names a rule."""
    assert pasted_alerts([line]) == ()


def test_a_storm_of_alerts_is_read_up_to_a_bound() -> None:
    """A channel's worth of alerts costs no more than MOST_ALERTS of them."""
    assert len(pasted_alerts([f"[FIRING:1] Rule{number} shop" for number in range(10 * MOST_ALERTS)])) == MOST_ALERTS
