"""What the message of one workload's incident says."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.views.alert.message import alert_message
from core.messages.handling import Handling
from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Workload
from core.messages.model import Language

T = 1_800_000_000.0
Read = Callable[[list[dict[str, Any]]], list[str]]


@pytest.mark.parametrize(
    ("language", "factor", "sentence"),
    [
        ("en", 3.0, "9 restarts in 6 h, 3 times its usual rate or more"),
        ("en", 2.5, "9 restarts in 6 h, 2.5 times its usual rate or more"),
        ("zh", 2.5, "6 小时内重启 9 次，达到平时频率的 2.5 倍以上"),
        ("en", None, "9 restarts in 6 h, far above its usual rate"),
        ("zh", None, "6 小时内重启 9 次，远高于平时频率"),
    ],
)
def test_the_factor_that_is_configured_is_the_one_that_is_named(
    language: Language, factor: float | None, sentence: str, read: Read
) -> None:
    """`WHYPOD_ALERT_USUAL=2.5x` is two and a half times; an incident that does not know its factor names none."""
    incident = WorkloadIncident(
        id="i1",
        workload=Workload(namespace="shop", kind="Deployment", name="orders"),
        stage="open",
        rule="usual",
        counted=9,
        needed=8,
        window=6 * 3600,
        factor=factor,
        restarts=9,
        started_at=T,
        detected_at=T,
        announced_at=T,
    )
    lines = read(alert_message(incident, Handling(), language, T + 60).blocks)

    assert [line for line in lines if sentence in line] != []
