"""From a snapshot to what `who killed it` needs."""

from datetime import UTC, datetime

from core.messages.answer import Tracing
from core.messages.report import PodRef, Report
from workers.container import Container, Running, Terminated
from workers.snapshot import Node, Snapshot
from workers.tracing import tracing

BEGAN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ENDED = datetime(2026, 11, 21, 9, 3, tzinfo=UTC)
REPORT = Report(target="shop/web", ref=PodRef(namespace="shop", name="web"), node="node-7")


def killed(name: str, code: int = 137, restarts: int = 1, **more: object) -> Container:
    last = Terminated(reason="Error", code=code, started_at=BEGAN, finished_at=ENDED)
    return Container.model_validate({"name": name, "last": last, "restarts": restarts, **more})


def test_nothing_known_stays_empty() -> None:
    """A pod without containers, on a node that could not be read: no field is invented."""
    assert tracing(Snapshot(), REPORT) == Tracing(target="shop/web", report=REPORT)


def test_a_container_that_was_not_killed_is_not_preferred() -> None:
    """The most restarted container ended by itself; the one a signal ended is the one meant."""
    snapshot = Snapshot(containers=(killed("side", code=1, restarts=9), killed("app")))

    assert tracing(snapshot, REPORT).container == "app"


def test_a_container_that_was_named_is_the_one_meant() -> None:
    """Even where another one was killed; and a name that does not exist is not replaced by another container."""
    containers = (killed("app"), Container(name="side"))

    def meant(name: str) -> str | None:
        ref = PodRef(namespace="shop", name="web", container=name)
        return tracing(Snapshot(ref=ref, containers=containers), REPORT).container

    assert (meant("side"), meant("sid")) == ("side", None)


def test_everything_there_is_to_know() -> None:
    """Container, its id, its last run and its node; logs stay behind."""
    node = Node(
        name="node-7", os_image="Ubuntu 22.04.4 LTS", kernel="5.15.0-101-generic", architecture="amd64", runtime="r"
    )
    app = killed("app", container_id="containerd://5fb8", running=Running(started_at=ENDED))

    assert tracing(Snapshot(containers=(app,), node=node), REPORT) == Tracing(
        target="shop/web",
        report=REPORT,
        container="app",
        container_id="containerd://5fb8",
        running=True,
        exit_code=137,
        ended_at=ENDED,
        lived_seconds=180.0,
        os_image="Ubuntu 22.04.4 LTS",
        kernel="5.15.0-101-generic",
        architecture="amd64",
        runtime="r",
    )
