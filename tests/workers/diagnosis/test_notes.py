"""What is worth knowing beside the causes: worked out from times, numbers and other objects."""

from datetime import UTC, datetime, timedelta
from string import Template

import pytest

from core.messages.report import Note, PodRef
from knowledge.library import library
from knowledge.notes import NOTES, note_line
from knowledge.text import NextCommand, undo_commands
from workers.container import Container, EnvVar, Probe, Running, Terminated
from workers.diagnosis import diagnose
from workers.diagnosis.notes_container import bytes_of
from workers.diagnosis.scheduler_words import UnavailableNodes, node_by_node
from workers.snapshot import Event, Log, Named, Owner, Pod, Sibling, Snapshot

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CRASHED = Container(name="app", terminated=Terminated(reason="Error", code=1), restarts=3)


def notes_of(snapshot: Snapshot) -> tuple[Note, ...]:
    return diagnose(snapshot, library()).notes


def pod(**more: object) -> Pod:
    return Pod.model_validate({"phase": "Running", "node_name": "n1", **more})


def test_a_healthy_pod_has_no_notes() -> None:
    """Siblings that fail are not its matter."""
    well = Container(name="app", running=Running(), ready=True)
    snapshot = Snapshot(pod=pod(), containers=(well,), events=(), siblings=(Sibling(name="b", ready=False),))

    assert notes_of(snapshot) == ()


def test_a_crash_that_began_with_a_rollout() -> None:
    """The new revision has none ready, the old one serves: what differs, and the way back as a change."""
    new = Owner(kind="ReplicaSet", name="web-2", revision="12", ready=0, template={"app": {"image": "orders:2.3.1"}})
    old = Owner(
        kind="ReplicaSet", name="web-1", revision="11", ready=2, replicas=2, template={"app": {"image": "orders:2.3.0"}}
    )
    snapshot = Snapshot(
        ref=PodRef(namespace="shop", name="web-2-x"),
        pod=pod(),
        containers=(CRASHED,),
        events=(),
        owners=(new, Owner(kind="Deployment", name="web")),
        revisions=(old,),
    )
    report = diagnose(snapshot, library())

    assert report.notes[0] == Note(
        kind="began-with-rollout",
        values={
            "revision": "12",
            "before": "11",
            "difference": "app image: orders:2.3.0 → orders:2.3.1",
            "serving": "2",
            "wanted": "2",
        },
    )
    assert undo_commands(report) == (
        NextCommand("kubectl -n shop rollout undo deployment/web --to-revision=11", changes=True),
    )


def test_a_revision_that_has_ready_pods_is_not_blamed() -> None:
    """One crash among healthy pods of the same revision did not begin with the rollout."""
    new = Owner(kind="ReplicaSet", name="web-2", revision="12", ready=2, template={"app": {"image": "b"}})
    old = Owner(kind="ReplicaSet", name="web-1", revision="11", ready=1, template={"app": {"image": "a"}})
    snapshot = Snapshot(pod=pod(), containers=(CRASHED,), events=(), owners=(new,), revisions=(old,))

    assert [note.kind for note in notes_of(snapshot)] == []


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([("b", "n1", False), ("c", "n2", False)], "all-fail"),
        ([("b", "n1", True), ("c", "n2", True)], "only-this-one"),
        ([("b", "n1", False), ("c", "n1", False), ("d", "n2", True)], "one-node"),
        ([("b", "n2", False), ("c", "n3", True)], None),
        ([("b", "n1", False), ("c", "n1", True), ("d", "n2", True)], None),
    ],
)
def test_this_replica_against_the_others(others: list[tuple[str, str, bool]], expected: str | None) -> None:
    """All, only this one, or those of one node; nothing where the picture is mixed."""
    siblings = tuple(Sibling(name=name, node=node, ready=ready) for name, node, ready in others)
    snapshot = Snapshot(pod=pod(), containers=(CRASHED,), events=(), siblings=siblings)

    assert [note.kind for note in notes_of(snapshot)] == ([expected] if expected else [])


def test_a_probe_on_the_wrong_port_is_seen_by_the_log() -> None:
    """The log names the port it listens on; the arithmetic and the unheard SIGTERM are told with it."""
    run = Terminated(reason="Error", code=137, started_at=NOON, finished_at=NOON + timedelta(seconds=15))
    container = Container(
        name="app",
        running=Running(),
        last=run,
        restarts=2,
        liveness=Probe(kind="tcp", port="9000", initial_delay=5, period=3, failures=2),
    )
    snapshot = Snapshot(
        pod=pod(grace_seconds=6),
        containers=(container,),
        events=(Event(reason="Killing", message="Container app failed liveness probe, will be restarted"),),
        logs=(Log(container="app", previous=True, lines=("INFO listening on 0.0.0.0:8000",)),),
    )

    assert notes_of(snapshot) == (
        Note(kind="probe-port", values={"port": "9000", "listens": "8000"}),
        Note(
            kind="probe-arithmetic",
            values={"seconds": "15", "budget": "11", "delay": "5", "failures": "2", "period": "3"},
        ),
        Note(kind="ignores-sigterm", values={"grace": "6"}),
    )


def test_a_heap_above_the_limit() -> None:
    """-Xmx as large as the container's limit leaves nothing for the rest; runs of one length point at the limit."""
    runs = [
        Terminated(reason="OOMKilled", code=137, started_at=NOON, finished_at=NOON + timedelta(seconds=seconds))
        for seconds in (40, 44)
    ]
    container = Container(
        name="app",
        args=("-Xmx512m", "-jar", "app.jar"),
        limits={"memory": "512Mi"},
        requests={"memory": "256Mi"},
        terminated=runs[0],
        last=runs[1],
        restarts=2,
    )

    assert notes_of(Snapshot(pod=pod(), containers=(container,), events=())) == (
        Note(kind="heap-above-limit", values={"heap": "512Mi", "flag": "-Xmx512m", "limit": "512Mi"}),
        Note(kind="same-run-time", values={"runs": "40 s, 44 s"}),
        Note(kind="no-memory-limit-headroom", values={"limit": "512Mi", "request": "256Mi"}),
    )


def test_the_nearest_name_of_what_is_missing() -> None:
    """A misspelt ConfigMap is answered with the one that is there."""
    snapshot = Snapshot(
        pod=pod(),
        containers=(CRASHED,),
        events=(),
        named=(Named(kind="ConfigMap", name="promo-confg", exists=False, nearest=("promo-config",)),),
    )
    (note,) = notes_of(snapshot)

    assert note_line(note, "en") == "There is no ConfigMap `promo-confg`; nearest: promo-config."


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Successfully assigned", None),
        (
            "0/5 nodes are available: 2 node(s) were unschedulable, 3 Insufficient cpu. preemption: 0/5 nodes are ...",
            UnavailableNodes(5, ((2, "node(s) were unschedulable"), (3, "Insufficient cpu"))),
        ),
        (
            "0/2 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate, 1 Insufficient memory.",
            UnavailableNodes(
                2, ((1, "node(s) had taint {a: b}, that the pod didn't tolerate"), (1, "Insufficient memory"))
            ),
        ),
        (
            "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes",
            UnavailableNodes(1, ((1, "Insufficient cpu"),)),
        ),
    ],
)
def test_a_schedulers_message_is_taken_apart(message: str, expected: UnavailableNodes | None) -> None:
    """Counts and reasons, also where a reason holds a comma; what follows the list is not one of them."""
    assert node_by_node(message) == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("512Mi", 512 * 2**20), ("1G", 1e9), ("100", 100.0), ("1024m", None), ("lots", None), ("", None)],
)
def test_memory_quantities(quantity: str, expected: float | None) -> None:
    """As Kubernetes reads them; thousandths of a byte are nobody's intention."""
    assert bytes_of(quantity) == expected


def test_both_languages_tell_the_same() -> None:
    """Each sentence holds the same values in English and Chinese."""
    for sentence in NOTES.values():
        assert sorted(Template(sentence.en).get_identifiers()) == sorted(Template(sentence.zh).get_identifiers())


@pytest.mark.parametrize(
    "more",
    [
        {"pod": pod(deleted_at=NOON)},
        {"pod": pod(phase="Failed", reason="Evicted")},
        {"pod": pod(), "owners": (Owner(kind="Job", name="import"),)},
    ],
)
def test_a_pod_that_is_replaced_is_no_replica(more: dict[str, object]) -> None:
    """What stands beside a deleted or evicted pod replaces it, and the pods of a Job are tries."""
    told = {"containers": (CRASHED,), "events": (), "siblings": (Sibling(name="b", ready=False),), **more}

    assert "all-fail" not in {note.kind for note in notes_of(Snapshot.model_validate(told))}


def test_a_rollout_says_already_that_only_the_new_pod_fails() -> None:
    """One of the two is enough; and a list of arguments reads as a command line, not as Python."""
    args = ({"app": {"args": ("-ready", "ok")}}, {"app": {"args": ("-ready", "503")}})
    new = Owner(kind="ReplicaSet", name="web-2", revision="2", ready=0, template=args[1])
    old = Owner(kind="ReplicaSet", name="web-1", revision="1", ready=1, replicas=1, template=args[0])
    others = (Sibling(name="b", ready=True),)
    snapshot = Snapshot(pod=pod(), containers=(CRASHED,), events=(), owners=(new,), revisions=(old,), siblings=others)

    (note,) = notes_of(snapshot)

    assert note.values["difference"] == "app args: -ready ok → -ready 503"


def test_a_run_that_was_well_for_a_while_has_no_arithmetic() -> None:
    """The probe's budget says nothing about a program that failed long after its start."""
    killed = Event(reason="Killing", message="Container app failed liveness probe, will be restarted")
    for seconds, kinds in ((20, ()), (8, ("probe-arithmetic",))):
        ended = Terminated(reason="Completed", code=0, started_at=NOON, finished_at=NOON + timedelta(seconds=seconds))
        app = Container(name="app", running=Running(), last=ended, restarts=2, liveness=Probe(period=3, failures=2))

        assert tuple(note.kind for note in notes_of(Snapshot(pod=pod(), containers=(app,), events=(killed,)))) == kinds


def test_a_ready_pod_of_a_workload_that_gets_no_more_is_not_called_failing() -> None:
    """What is found concerns the workload: this replica is one of the healthy ones."""
    snapshot = Snapshot(
        pod=pod(conditions=({"type": "Ready", "status": "True"},)),
        containers=(Container(name="app", running=Running(), ready=True),),
        events=(Event(reason="FailedCreate", kind="ReplicaSet", message=QUOTA),),
        siblings=(Sibling(name="b", ready=True),),
    )

    assert notes_of(snapshot) == ()


QUOTA = 'pods "w-2zt5z" is forbidden: exceeded quota: objects, requested: pods=1, used: pods=2, limited: pods=2'


@pytest.mark.parametrize(
    ("env", "args", "told"),
    [
        ((), ("--db=$(DB_HOST)",), (Note(kind="not-expanded", values={"name": "DB_HOST"}),)),
        ((EnvVar(name="DB_HOST", value="db"),), ("--db=$(DB_HOST)",), ()),
        ((EnvVar(config_map="settings"),), ("--db=$(DB_HOST)",), ()),
        ((), ("--db=$$(DB_HOST)", "$(DB_SERVICE_HOST)", "$(date +%s)"), ()),
    ],
)
def test_a_reference_to_no_variable_reaches_the_program_as_text(
    env: tuple[EnvVar, ...], args: tuple[str, ...], told: tuple[Note, ...]
) -> None:
    """Told only where every variable is known: not with `envFrom`, not for a Service's, not for an escaped one."""
    snapshot = Snapshot(pod=pod(), containers=(CRASHED.model_copy(update={"env": env, "args": args}),), events=())

    assert notes_of(snapshot) == told
