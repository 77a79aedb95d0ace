"""A watcher that takes over from version 0.1.0 goes on with its incidents: nothing is announced again or forgotten."""

from pathlib import Path

import pytest
from fakeredis import FakeRedis

from core.messages import alerts as keys
from core.messages.incidents import Incident, read_incident
from workers.watcher.incidents.outbox import Outbox
from workers.watcher.incidents.state import NoticeRecord, Record, StormRecord, WorkloadRecord

EARLIER = Path(__file__).parents[3] / "core" / "messages" / "written_by_0_1_0"
T = 1_800_000_000.0


def loaded(name: str) -> tuple[Incident, Record]:
    """The incident, and the record of it that a watcher finds in Redis after version 0.1.0."""
    text, rest = ((EARLIER / f"{file}.json").read_bytes() for file in (name, f"{name}-record"))
    incident, redis = read_incident(text), FakeRedis()
    redis.hset(keys.INCIDENTS, incident.id, text)
    redis.hset(keys.STATE, incident.id, rest)
    outbox = Outbox(redis, lambda pipe: True)
    outbox.load()
    return incident, outbox.state.records[incident.id]


def test_a_workloads_record() -> None:
    """What was counted stays counted, and what was announced stays announced."""
    incident, record = loaded("workload")

    assert record == WorkloadRecord.model_validate(
        {
            "incident": incident,
            "counted": {"u1/app": 3},
            "grown_at": T + 90,
            "last_restart": T + 90,
            "longest_gap": 60.0,
            "longest_run": 50.0,
            "ready_since": T + 100,
            "ready_seen_at": T + 101,
            "absent_since": T + 5,
            "edited_at": T + 900,
            "shown": "(3,)",
            "announced_restarts": 2,
            "announced_nodes": 1,
            "announced_causes": ("run.oom-cgroup",),
            "diagnose_at": T + 950,
            "diagnosed_at": T + 34,
            "snoozed": True,
        }
    )


def test_a_storms_record() -> None:
    """Its members announced stood where a workload had its restarts."""
    incident, record = loaded("storm")

    assert record == StormRecord.model_validate(
        {"incident": incident, "edited_at": T + 40, "shown": "x", "announced_members": 6}
    )


@pytest.mark.parametrize(("name", "edited_at"), [("blind", T + 300), ("note", T + 200)])
def test_a_notices_record(name: str, edited_at: float) -> None:
    """A stale watch and a restarted node keep what they have."""
    incident, record = loaded(name)

    assert record == NoticeRecord.model_validate({"incident": incident, "edited_at": edited_at})
