"""Output of kubectl that lost its line breaks is read as the output it was."""

import pytest

from workers.paste.split.flat import parted

STATE = (
    "State: Waiting Reason: CrashLoopBackOff Last State: Terminated Reason: OOMKilled Exit Code: 137 "
    "Started: Mon, 04 Sep 2023 16:28:17 +0800 Finished: Mon, 04 Sep 2023 16:29:17 +0800 Ready: False Restart Count: 9"
)


def test_fields_of_describe_begin_a_line_and_belong_to_what_stands_above_them() -> None:
    """The reason of the last state stays the last state's: the first one must not win."""
    assert parted([STATE]) == [
        "    State:  Waiting",
        "      Reason:  CrashLoopBackOff",
        "    Last State:  Terminated",
        "      Reason:  OOMKilled",
        "      Exit Code:  137",
        "      Started:  Mon, 04 Sep 2023 16:28:17 +0800",
        "      Finished:  Mon, 04 Sep 2023 16:29:17 +0800",
        "    Ready:  False",
        "    Restart Count:  9",
    ]


def test_a_container_is_named_by_the_word_before_its_first_field() -> None:
    """`web:` stands on a line of its own in describe; without line breaks it follows `Containers:`."""
    lines = parted(
        ["Name: shop-1 Namespace: shop Containers: web: Container ID: containerd://1 State: Running Ready: True"]
    )

    assert lines == [
        "Name:  shop-1",
        "Namespace:  shop",
        "Containers:",
        "  web:",
        "    Container ID:  containerd://1",
        "    State:  Running",
        "    Ready:  True",
    ]


def test_rows_of_events_begin_a_line() -> None:
    """Both with the heads of the columns before them and without."""
    row = "Warning Unhealthy 1m (x3 over 2m) kubelet Liveness probe failed: HTTP probe failed with statuscode: 500"
    flat = f"Events: Type Reason Age From Message ---- ------ Normal Started 3m kubelet Started container api {row}"

    assert parted([flat]) == [
        "Events:",
        "  Type  Reason  Age  From  Message",
        "  Normal  Started  3m  kubelet  Started container api",
        "  Warning  Unhealthy  1m (x3 over 2m)  kubelet  Liveness probe failed: HTTP probe failed with statuscode: 500",
    ]


def test_rows_of_a_pod_table_begin_a_line() -> None:
    """A namespace belongs to the row only where the table has that column."""
    rows = "shop web-0 0/1 CrashLoopBackOff 15 (3m ago) 13h shop db-0 1/1 Running 0 2d"
    flat = f"NAMESPACE NAME READY STATUS RESTARTS AGE {rows}"

    assert parted([flat]) == [
        "NAMESPACE   NAME   READY   STATUS   RESTARTS   AGE",
        "shop   web-0   0/1   CrashLoopBackOff   15 (3m ago)   13h",
        "shop   db-0   1/1   Running   0   2d",
    ]


def test_a_sentence_with_a_word_of_kubectl_stays_one_line() -> None:
    """Two field names, or one event that somebody quotes, are no output that lost its lines."""
    sentences = [
        "the pod is in State: Waiting and I do not know the Reason: can somebody have a look at it please, thank you",
        "kubectl shows Warning FailedScheduling 2m default-scheduler 0/3 nodes are available: 3 Insufficient cpu.",
    ]

    assert parted([*sentences, ""]) == [*sentences, ""]


def test_the_records_of_a_log_begin_a_line_with_what_stands_before_them() -> None:
    """A journal's line holds klog's own head; both are one record."""
    first = "Jun 11 05:12:09 node-1 kubelet[812]: E0611 05:12:09.120031 812 pod_workers.go:1301] Error syncing pod"
    second = "Jun 11 05:12:10 node-1 kubelet[812]: E0611 05:12:10.120031 812 remote_runtime.go:193] Sandbox failed"

    assert parted([f"{first} {second}"]) == [f"{first} ", second]


@pytest.mark.parametrize(
    ("flat", "lines"),
    [
        (
            "$ kubectl get nodes NAME STATUS AGE rack-1 Ready 15h rack-2 NotReady 20h",
            ["$ kubectl get nodes", "NAME   STATUS   AGE", "rack-1   Ready   15h", "rack-2   NotReady   20h"],
        ),
        (
            "NAME STATUS ROLES AGE VERSION OS-IMAGE wk-1 NotReady <none> 8d v1.31.4 Ubuntu 22.04.3 LTS "
            "NAME READY STATUS RESTARTS AGE IP NODE web-0 1/1 Terminating 0 18d 10.244.5.18 wk-1",
            [
                "NAME   STATUS   ROLES   AGE   VERSION",
                "wk-1   NotReady   <none>   8d   v1.31.4",
                "NAME   READY   STATUS   RESTARTS   AGE   IP   NODE",
                "web-0   1/1   Terminating   0   18d   10.244.5.18   wk-1",
            ],
        ),
        (
            "no traffic at all: Conditions: Type Status Initialized True Ready False and that is it",
            ["no traffic at all:", "Conditions:", "  Type  Status", "  Initialized  True", "  Ready  False",
             "and that is it"],
        ),
    ],
)  # fmt: skip
def test_rows_of_other_tables_begin_a_line(flat: str, lines: list[str]) -> None:
    """Nodes, wide pods and conditions, with what stands around them; columns with blanks in them are left out."""
    assert parted([flat]) == lines


@pytest.mark.parametrize(
    ("flat", "lines"),
    [
        (
            "$ kubectl -n shop logs web-0 --previous /usr/bin/env: 'bash': No such file or directory",
            ["$ kubectl -n shop logs web-0 --previous", "/usr/bin/env: 'bash': No such file or directory"],
        ),
        (
            "$ kubectl get pod api-0 -o jsonpath='{.status.phase} {.spec}' OOMKilled",
            ["$ kubectl get pod api-0 -o jsonpath='{.status.phase} {.spec}'", "OOMKilled"],
        ),
        ("$ kubectl get pods | grep web", ["$ kubectl get pods | grep web"]),
        ("I ran kubectl logs web-0 and saw nothing", ["I ran kubectl logs web-0 and saw nothing"]),
    ],
)
def test_a_command_stands_apart_from_its_output(flat: str, lines: list[str]) -> None:
    """Where a command ends is known of kubectl's own words; of a pipe and of a sentence it is not."""
    assert parted([flat]) == lines


def test_a_panic_begins_a_line() -> None:
    """And so do the goroutine below it and the request log above it."""
    flat = "2024/09/11 13:00:01 listening on :80 panic: nil map goroutine 19 [running]: main.Put(0xc0) /src/c.go:41"

    assert parted([flat]) == [
        "2024/09/11 13:00:01 listening on :80 ",
        "panic: nil map ",
        "goroutine 19 [running]: main.Put(0xc0) /src/c.go:41",
    ]
