"""Incidents as they cross Redis: each kind comes back as what it is, also what version 0.1.0 wrote."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.messages.incidents import (
    Common,
    Ending,
    Incident,
    NodeRestartIncident,
    Rollout,
    StaleWatchIncident,
    StormIncident,
    TouchedPod,
    Update,
    WorkloadIncident,
    incident_id,
    read_incident,
)
from core.messages.jumps import Workload

EARLIER = Path(__file__).parent / "written_by_0_1_0"
T = 1_800_000_000.0
INCIDENTS: dict[str, Incident] = {
    "workload": WorkloadIncident(
        id="a1-6b49d200",
        cluster="prod",
        stage="resolved",
        version=7,
        started_at=T,
        detected_at=T + 30,
        announced_at=T + 33,
        ended_at=T + 900,
        severity="warn",
        updates=(Update(seq=1, at=T + 60, what="count", before="2", after="4"),),
        workload=Workload(cluster="prod", namespace="shop", kind="Deployment", name="orders"),
        guessed=True,
        containers=("app",),
        rule="oom",
        counted=2,
        needed=2,
        window=3600,
        baseline_per_day=1.5,
        restarts=3,
        restart_times=(T, T + 30, T + 90),
        pods=(TouchedPod(name="orders-x", node="n1", restarts=3),),
        pod_count=1,
        nodes=("n1",),
        ready=2,
        replicas=3,
        waiting_reason="CrashLoopBackOff",
        last_reason="OOMKilled",
        last_exit_code=137,
        exit_codes=(137,),
        template="5d8f",
        rollout=Rollout(
            revision="4",
            previous_revision="3",
            previous_image="a:1",
            image="a:2",
            at=T - 60,
            previous_ready=2,
            desired=3,
        ),
        images=("a:2",),
        routing_labels={"team": "shop"},
        reopen_count=1,
        ending=Ending(reason="ready", ready_seconds=310.0, last_restart=T + 90, longest_run=50.0),
        storm_id="s1-6b49d200",
    ),
    "storm": StormIncident(
        id="s1-6b49d200",
        cluster="prod",
        stage="open",
        version=2,
        started_at=T,
        detected_at=T + 10,
        announced_at=T + 10,
        member_ids=("a1-6b49d200", "b2-6b49d200"),
        member_names=("shop/orders", "shop/web"),
        open_members=2,
        preexisting=True,
        common=(Common(what="node", value="n1", count=2),),
    ),
    "blind": StaleWatchIncident(
        id="c3-6b49d200",
        cluster="prod",
        stage="resolved",
        version=2,
        started_at=T,
        detected_at=T + 121,
        announced_at=T + 121,
        ended_at=T + 300,
        namespace="shop",
        error="timeout: silence",
        missed_restarts=4,
    ),
    "note": NodeRestartIncident(
        id="d4-6b49d200",
        stage="resolved",
        severity="info",
        version=1,
        started_at=T,
        detected_at=T + 200,
        announced_at=T + 200,
        ended_at=T + 180,
        node="n1",
        containers=9,
        workloads=4,
    ),
}


@pytest.mark.parametrize("text", ['{"kind": "drought"}', '{"id": "a"}', "[]", "not JSON"])
def test_what_is_no_incident_is_refused(text: str) -> None:
    """Of no kind there is, without its fields, or no object at all."""
    with pytest.raises(ValidationError):
        read_incident(text)


@pytest.mark.parametrize("name", INCIDENTS)
def test_an_incident_comes_back_as_what_it_is(name: str) -> None:
    """Written and read, every kind equals itself."""
    incident = INCIDENTS[name]

    assert read_incident(incident.model_dump_json()) == incident


@pytest.mark.parametrize("name", INCIDENTS)
def test_an_incident_of_0_1_0_is_read(name: str) -> None:
    """Every field finds its place: version 0.1.0 had one model for all four kinds."""
    assert read_incident((EARLIER / f"{name}.json").read_bytes()) == INCIDENTS[name]


def test_a_blind_watch_of_0_1_0_that_only_had_an_error_is_of_the_whole_cluster() -> None:
    """Of one name alone, it was what the API server said."""
    text = (EARLIER / "blind.json").read_text().replace('["shop","timeout: silence"]', '["forbidden"]')
    incident = read_incident(text)

    assert isinstance(incident, StaleWatchIncident)
    assert (incident.namespace, incident.error) == ("", "forbidden")


def test_the_same_thing_that_began_at_another_time_is_another_incident() -> None:
    """Two watchers that see one beginning make one incident; a relapse a day later is a new one."""
    first = incident_id("shop/web", "app", began=1_800_000_000.2)

    assert incident_id("shop/web", "app", began=1_800_000_000.9) == first
    assert incident_id("shop/web", "app", began=1_800_086_400.2) != first
    assert incident_id("shop/web", "proxy", began=1_800_000_000.2) != first
