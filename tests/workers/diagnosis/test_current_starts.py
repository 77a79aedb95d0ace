"""Events of a start that the runtime refused, beside what the container does now."""

import pytest

from workers.container import Container, Running, Waiting
from workers.diagnosis.current import current_events
from workers.snapshot import Event, Snapshot

REFUSED = Event(reason="Failed", type="Warning", message="Error: context deadline exceeded", container="web")


@pytest.mark.parametrize(
    "containers",
    [(), (Container(name="web", waiting=Waiting(reason="CreateContainerError")),), (Container(name="web"),)],
)
def test_a_refused_start_holds_while_nothing_runs(containers: tuple[Container, ...]) -> None:
    """Without a status, and while the container still waits."""
    assert current_events(Snapshot(containers=containers, events=(REFUSED,))) == (REFUSED,)


def test_a_refused_start_is_over_once_the_container_runs() -> None:
    """The next attempt succeeded; the event stays for an hour."""
    snapshot = Snapshot(containers=(Container(name="web", running=Running(), ready=True),), events=(REFUSED,))

    assert current_events(snapshot) == ()


def test_a_note_of_another_kind_is_not_touched() -> None:
    """`Failed` is also what others say, in other words."""
    note = Event(reason="Failed", type="Warning", message="Pod was rejected: no", container="web")
    snapshot = Snapshot(containers=(Container(name="web", running=Running(), ready=True),), events=(note,))

    assert current_events(snapshot) == (note,)
