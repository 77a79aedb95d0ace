"""Commands of an answer fit the pod at hand: `--previous` is asked only where a run came before."""

from typing import Literal

import pytest

from core.messages.report import ContainerRow, Finding, PodRef, Report, Unseen
from knowledge.library import library
from knowledge.text import explain

FINDING = Finding(cause="run.app-error", detail="run.app-error", confidence="likely", container="app")
REPORT = Report(target="shop/web-1", ref=PodRef(namespace="shop", name="web-1"), findings=(FINDING,))


@pytest.mark.parametrize(
    ("unseen", "asks_previous"),
    [
        (Unseen(what="previous-log/app", why="expired"), False),
        (Unseen(what="previous-log/app", why="forbidden"), True),
        (Unseen(what="previous-log/proxy", why="expired"), True),
        (Unseen(what="log/app", why="expired"), True),
    ],
)
def test_previous_is_left_out_where_that_log_is_gone(unseen: Unseen, asks_previous: bool) -> None:
    """The answer says that the node no longer has it; the command beside it must not ask for it."""
    row = ContainerRow(name="app", state="running", restarts=1, last="Error (1)")
    report = REPORT.model_copy(update={"containers": (row,), "unseen": (unseen,)})

    (logs, *_) = explain(FINDING, library(), "en", report).commands

    assert ("--previous" in logs.text) is asks_previous


@pytest.mark.parametrize(
    ("row", "asks_previous"),
    [
        (ContainerRow(name="app", state="terminated: Error (1)"), False),
        (ContainerRow(name="app", state="running", restarts=1, last="Error (1)"), True),
        (ContainerRow(name="app", state="waiting: CrashLoopBackOff"), True),
    ],
)
def test_previous_is_left_out_where_nothing_ran_before(row: ContainerRow, asks_previous: bool) -> None:
    """kubectl answers `previous terminated container "app" not found`; a back-off of unknown count keeps it."""
    report = REPORT.model_copy(update={"containers": (row,)})

    (logs, *_) = explain(FINDING, library(), "en", report).commands

    flag = " --previous" if asks_previous else ""
    assert logs.text == f"kubectl -n shop logs web-1 -c app{flag} --tail=50"


def test_a_pod_without_an_owner_is_told_no_command_about_one() -> None:
    """`describe OWNER` answers nobody; with an owner it is named, and without a pod the word stays a hint."""
    finding = Finding(cause="job.deadline", detail="job.deadline", confidence="certain")
    report = REPORT.model_copy(update={"findings": (finding,)})
    texts = [command.text for command in explain(finding, library(), "en", report).commands]
    owned = report.model_copy(update={"owner": "job/nightly"})
    with_owner = [command.text for command in explain(finding, library(), "en", owned).commands]

    assert texts == ["kubectl -n shop get jobs"]
    assert with_owner == ["kubectl -n shop get jobs", "kubectl -n shop describe job/nightly"]


def test_the_full_stop_of_a_quote_is_not_said_twice() -> None:
    """The sentence around the quote has one of its own."""
    line = 'Usage of EmptyDir volume "s" exceeds the limit "20Mi".'
    finding = Finding(
        cause="evict.ephemeral-limit", detail="evict.ephemeral-limit", confidence="certain", values={"line": line}
    )

    assert (
        "`.`."
        not in explain(finding, library(), "en", REPORT).summary + explain(finding, library(), "zh", REPORT).summary
    )
    assert f"`{line[:-1]}`" in explain(finding, library(), "en", REPORT).summary


@pytest.mark.parametrize(
    ("kind", "where"), [("main", "containers"), ("sidecar", "initContainers"), ("init", "initContainers")]
)
def test_an_init_container_is_looked_for_where_it_stands(kind: Literal["main", "sidecar", "init"], where: str) -> None:
    """`.spec.containers` holds neither init containers nor native sidecars: that command would print nothing."""
    finding = Finding(cause="run.startup-probe", detail="run.startup-probe", confidence="certain", container="proxy")
    row = ContainerRow(name="proxy", kind=kind, state="running", restarts=4, last="Error (137)")
    report = REPORT.model_copy(update={"containers": (row,), "findings": (finding,)})

    (spec, *_) = explain(finding, library(), "en", report).commands

    path = f'{{.spec.{where}[?(@.name=="proxy")].startupProbe}}'
    assert spec.text == f"kubectl -n shop get pod web-1 -o jsonpath='{path}'"
