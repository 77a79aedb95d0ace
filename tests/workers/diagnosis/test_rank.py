"""Each key of the order has a case that needs it, and no two findings tell of the same."""

from core.messages.report import Evidence
from knowledge.cause import read_cause
from knowledge.library import Library, collected, library
from tests.examples import snapshot_of
from workers.container import Container
from workers.diagnosis import diagnose
from workers.snapshot import Event, Log, Pod, Snapshot

PROSE = """
# It fails in a way
Something is wrong with it.

# 出错了
它有点问题，需要处理。
"""
LOG = Snapshot(containers=(Container(name="web"),), logs=(Log(container="web", lines=("first", "second")),))


def catalogue(matters: dict[str, str]) -> Library:
    """A cause for each id, with this front matter, in the order of the ids as the shipped ones."""
    return collected({name: read_cause(name, f"---\n{matters[name]}\n---{PROSE}") for name in sorted(matters)})


def order(causes: Library, snapshot: Snapshot = LOG) -> list[str]:
    return [finding.detail for finding in diagnose(snapshot, causes).findings]


def test_the_more_certain_comes_first() -> None:
    """Whatever family it is of."""
    causes = catalogue({"evict.a": "when: {log: first}\nconfidence: possible", "run.b": "when: {log: first}"})

    assert order(causes) == ["run.b", "evict.a"]


def test_a_fallback_comes_behind_what_is_as_sure() -> None:
    """A fallback of one container is not silenced by what another container says, and still does not come first."""
    causes = catalogue({"run.a": "when: {log: first}\nfallback: true", "run.b": "when: {log: second}"})
    snapshot = Snapshot(
        containers=(Container(name="web"), Container(name="proxy")),
        logs=(Log(container="web", lines=("first",)), Log(container="proxy", lines=("second",))),
    )

    assert order(causes, snapshot) == ["run.b", "run.a"]


def test_what_stopped_the_pod_comes_before_what_a_container_met() -> None:
    """Of two that are as sure, the family decides: the container runs only because the volume came."""
    assert order(catalogue({"run.a": "when: {log: first}", "volume.b": "when: {log: first}"})) == ["volume.b", "run.a"]


def test_what_else_ties_keeps_the_order_of_ids_and_of_the_pod() -> None:
    """So the same snapshot gives the same answer."""
    causes = catalogue({"run.b": "when: {log: first}", "run.a": "when: {log: first}"})
    snapshot = Snapshot(
        containers=(Container(name="web"), Container(name="proxy")),
        logs=(Log(container="web", lines=("first",)), Log(container="proxy", lines=("first",))),
    )
    findings = diagnose(snapshot, causes).findings

    assert [(finding.detail, finding.container) for finding in findings] == [
        ("run.a", "web"),
        ("run.a", "proxy"),
        ("run.b", "web"),
        ("run.b", "proxy"),
    ]


def test_a_listed_cause_is_told_once_for_each_container() -> None:
    """By its best finding, whose own evidence comes first."""
    causes = catalogue(
        {
            "run.a": "when: {log: second}\nis: run.listed",
            "run.b": "when: {log: first}\nis: run.listed\nconfidence: certain",
            "run.other": "when: {log: first}\nconfidence: possible",
        }
    )
    findings = diagnose(LOG, causes).findings

    assert [(finding.cause, finding.confidence, finding.evidence) for finding in findings] == [
        ("run.listed", "certain", (said("first"), said("second"))),
        ("run.other", "possible", (said("first"),)),
    ]


def said(line: str) -> Evidence:
    return Evidence(source="log", quote=line, container="web")


def test_a_lost_node_is_told_once() -> None:
    """The shipped catalogue has three files that fit it."""
    example = next(each for each in library().causes["node.lost"].examples if each.fires)
    findings = diagnose(snapshot_of(example.text), library()).findings

    assert [finding.cause for finding in findings] == ["node.lost"]


def test_a_special_case_silences_what_it_counts_as() -> None:
    """Where it is meant to be as sure; one that is less sure adds its evidence, and the listed cause is told."""
    finer = {"run.a": "when: {log: first}", "run.a-b": "when: {log: second}\nis: run.a"}
    doubtful = {"run.a": finer["run.a"], "run.a-b": f"{finer['run.a-b']}\nconfidence: possible"}

    assert order(catalogue(finer)) == ["run.a-b"]
    assert order(catalogue(doubtful)) == ["run.a"]


def test_a_fallback_of_the_same_doubt_is_silenced() -> None:
    """Two that are possible: what fits for a reason is told alone."""
    causes = {
        "run.a": "when: {log: first}\nfallback: true\nconfidence: possible",
        "run.b": "when: {log: first}\nconfidence: possible",
    }

    assert order(catalogue(causes)) == ["run.b"]


def test_all_is_well_only_where_nothing_else_is_said() -> None:
    """Not beside the least of causes; a complaint in doubt, of which not all was seen, leaves it standing."""
    well = {"healthy.a": "when: {log: first}", "run.b": "when: {log: first}\nconfidence: possible"}
    doubt = {**well, "run.b": "when: {all: [{log: first}, {none: [{event: x}]}]}"}

    assert order(catalogue(well)) == ["run.b"]
    assert order(catalogue(doubt)) == ["healthy.a", "run.b"]


def test_a_fallback_silences_nothing_that_is_surer() -> None:
    """Whatever it beats by name: what is said only where nothing else explains the pod gives way itself then."""
    causes = catalogue(
        {
            "run.a": "when: {log: first}\nfallback: true\nbeats: [run.b, run.c]",
            "run.b": "when: {log: first}\nconfidence: certain",
            "run.c": "when: {log: first}\nconfidence: possible",
        }
    )

    assert order(causes) == ["run.b"]


def test_the_first_alternative_that_fits_answers() -> None:
    """For each container; where one spoke of the whole pod, or another of this container, no later one is asked."""
    causes = catalogue(
        {
            "run.a": "when:\n  - log: first\n  - confidence: possible\n    log: second\n"
            "  - confidence: certain\n    says: first"
        }
    )
    snapshot = Snapshot(
        containers=(Container(name="web"), Container(name="proxy")),
        logs=(Log(container="web", lines=("first", "second")), Log(container="proxy", lines=("second",))),
        journal=("first",),
    )
    findings = diagnose(snapshot, causes).findings

    assert [(finding.container, finding.confidence) for finding in findings] == [
        ("web", "likely"),
        ("proxy", "possible"),
    ]


def test_of_several_reasons_of_the_scheduler_none_is_certain() -> None:
    """Some nodes were turned away for one, some for another: which of them to mend is open; one alone is certain.

    The reasons stand apart, as a cut message leaves them: no line says that the other is there.
    """
    several, alone = (
        diagnose(Snapshot(pod=Pod(phase="Pending"), events=tuple(map(failed_scheduling, texts))), library()).findings
        for texts in (("2 Insufficient cpu", "2 Insufficient memory"), ("2 Insufficient cpu",))
    )

    assert {finding.cause: finding.confidence for finding in several} == {
        "schedule.insufficient-cpu": "likely",
        "schedule.insufficient-memory": "likely",
    }
    assert [(finding.cause, finding.confidence) for finding in alone] == [("schedule.insufficient-cpu", "certain")]


def failed_scheduling(text: str) -> Event:
    return Event(reason="FailedScheduling", type="Warning", message=text, component="default-scheduler")
