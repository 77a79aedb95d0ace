"""What is still missing in Slack of an incident: one step at a time."""

from typing import Any

import pytest

from bot.alerts.reconcile import Edit, Post, Posted, Reply, next_step, version_of
from core.messages.handling import Handling
from core.messages.incidents import Update, WorkloadIncident
from core.messages.jumps import Workload

T = 1_800_000_000.0


@pytest.mark.parametrize(
    ("posted", "step"),
    [
        (Posted(), Post()),
        (Posted(ts="1", shown_version="2.0"), Reply(Update(seq=1, at=T, what="count"))),
        (Posted(ts="1", news=1, shown_version="1.0"), Edit()),
        (Posted(ts="1", news=1, shown_version="2.0"), None),
        (Posted(over=True), None),
    ],
)
def test_the_next_step(posted: Posted, step: Any) -> None:
    """A message, then its news, then the edit."""
    incident = WorkloadIncident(
        id="i1",
        workload=Workload(namespace="shop", kind="Deployment", name="orders"),
        containers=("app",),
        stage="open",
        version=2,
        last_reason="Error",
        started_at=T,
        detected_at=T,
        announced_at=T,
        restarts=3,
        updates=(Update(seq=1, at=T, what="count"),),
    )

    assert (next_step(incident, Handling(), posted), version_of(incident, Handling())) == (step, "2.0")
