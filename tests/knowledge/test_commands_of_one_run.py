"""Commands of an answer fit the pod at hand: `--previous` is asked only where a run came before."""

import pytest

from knowledge.library import library
from knowledge.model import ContainerRow, Finding, PodRef, Report
from knowledge.text import explain


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
    finding = Finding(cause="run.app-error", detail="run.app-error", confidence="likely", container="app")
    ref = PodRef(namespace="shop", name="web-1")
    report = Report(target="shop/web-1", ref=ref, findings=(finding,), containers=(row,))

    (logs, *_) = explain(finding, library(), "en", report).commands

    flag = " --previous" if asks_previous else ""
    assert logs.text == f"kubectl -n shop logs web-1 -c app{flag} --tail=50"
