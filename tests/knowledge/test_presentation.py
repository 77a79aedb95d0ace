"""An answer's sections, chosen and worded once for every surface."""

from datetime import UTC, datetime, timedelta

import pytest

from core.messages.model import Language, Platform, Source, Writer
from core.messages.report import (
    ContainerRow,
    Evidence,
    Finding,
    LogExcerpt,
    Moment,
    Note,
    PodRef,
    PodState,
    Report,
    RuledOut,
    Unseen,
)
from knowledge import words
from knowledge.library import library
from knowledge.presentation import (
    CommandList,
    Item,
    ItemList,
    LogEnd,
    Presentation,
    Restarts,
    command_lists,
    most_telling_log,
    present,
)
from knowledge.text import NextCommand

AT = datetime(2026, 11, 21, 2, 14, tzinfo=UTC)
REF = PodRef(namespace="shop", name="web-1")
OOM = Finding(
    cause="run.oom-cgroup",
    detail="run.oom-cgroup",
    confidence="likely",
    container="app",
    evidence=(Evidence(source="event", quote="killed\n  it", count=4, over_seconds=26),),
)
REPORT = Report(
    target="shop/web-1",
    ref=REF,
    owner="deployment/web",
    node="node-7",
    findings=(OOM, Finding(cause="run.liveness", detail="run.liveness", confidence="possible", container="proxy")),
    ruled_out=(RuledOut(cause="run.sigint", clause="log"),),
    unseen=(Unseen(what="node", why="forbidden"),),
    notes=(Note(kind="only-this-one", values={"healthy": "1", "wanted": "2"}),),
    timeline=(
        Moment(at=AT, source="status", container="app", reason="terminated"),
        Moment(at=AT, source="status", container="proxy", reason="terminated"),
    ),
    containers=(
        ContainerRow(name="app", state="running", restarts=3, next_restart_at=AT + timedelta(seconds=40)),
        ContainerRow(name="proxy", state="running"),
    ),
    logs=(LogExcerpt(container="app", previous=True, lines=("ready",)), LogExcerpt(container="app", lines=("up",))),
    hidden=2,
)


def test_a_whole_answer() -> None:
    """Every section in its order; what a finding quotes is on one line, with how often it was said."""
    presentation = present(REPORT, library(), "en")

    assert presentation == Presentation(
        subject=("shop/web-1", "deployment/web", "node-7"),
        title=presentation.title,
        confidence="likely",
        meaning=presentation.meaning,
        lists=(
            ItemList("Evidence", (Item("killed it", lead="event (4 times in 26 s): ", quoted=True),)),
            ItemList("Ruled out", (presentation.lists[1].items[0],)),
            ItemList("Not seen", (Item("node: I may not read it (RBAC)"),)),
            ItemList("Also", (Item(presentation.lists[3].items[0].text, tail=" · possible"),)),
            ItemList("Worth knowing", (Item("Only this replica fails: 1 of 2 are healthy."),)),
        ),
        restarts=Restarts("Restarts", 3, (AT,), "next restart due", AT + timedelta(seconds=40)),
        containers=REPORT.containers,
        commands=presentation.commands,
        log=LogEnd("Last lines of app, previous run", ("ready",)),
        hidden="2 secret values hidden",
    )
    assert presentation.title and presentation.meaning and presentation.commands
    assert presentation.lists[1].items[0].text.endswith(": the log has no such line")


def test_an_answer_with_nothing_in_it() -> None:
    """Of a text nothing is known of: no section stands empty, and no command is made up."""
    assert present(Report(target="-"), library(), "en") == Presentation(
        subject=("-",),
        title="I found no cause I know in this text.",
        confidence="",
        meaning="What `kubectl describe pod` and the end of the log say would help.",
        lists=(),
        restarts=None,
        containers=(),
        commands=(),
        log=None,
        hidden="",
    )


@pytest.mark.parametrize(("language", "colon"), [("en", ": "), ("zh", "：")])
def test_evidence_said_once_has_no_count(language: Language, colon: str) -> None:
    """And the label of a source ends in the language's own colon."""
    finding = OOM.model_copy(update={"evidence": (Evidence(source="log", quote="x"),)})

    (evidence, *_) = present(REPORT.model_copy(update={"findings": (finding,)}), library(), language).lists

    assert evidence.items == (Item("x", lead=words.SOURCES["log"].of(language) + colon, quoted=True),)


def test_what_is_left_out_is_counted() -> None:
    """Three items of a section, and how many more there are."""
    unseen = tuple(Unseen(what=what, why="timeout") for what in ("events", "node", "owner", "claims", "log"))

    (items,) = present(Report(target="-", unseen=unseen), library(), "en").lists

    assert [item.text.split(":")[0] for item in items.items] == ["events", "node", "workload"]
    assert items.more == "… 2 more"


def test_behind_an_uncertain_finding_the_others_are_alternatives() -> None:
    """`Could also be`, not `Also`."""
    unsure = OOM.model_copy(update={"confidence": "possible"})
    report = REPORT.model_copy(update={"findings": (unsure, *REPORT.findings[1:])})

    assert [items.label for items in present(report, library(), "en").lists][3] == "Could also be"


def test_where_no_cause_fits_the_next_commands_are_those_that_answer() -> None:
    """The previous run's log is asked for only where a run came before; a name that is none reaches no command."""

    def commands(name: str, row: ContainerRow) -> tuple[str, ...]:
        report = Report(target="x", ref=PodRef(namespace="shop", name=name), containers=(row,))
        return present(report, library(), "en").commands[0].commands

    assert commands("web", ContainerRow(name="app", state="running", restarts=1))[1] == (
        "kubectl -n shop logs web --previous --tail=50"
    )
    assert commands("web", ContainerRow(name="app", state="waiting", last="Error (1)"))[1] == (
        "kubectl -n shop logs web --previous --tail=50"
    )
    assert commands("web;id", ContainerRow(name="app", state="running")) == (
        "kubectl -n shop describe pod POD",
        "kubectl -n shop logs POD --tail=50",
    )


def test_why_a_workload_has_no_pods_is_said_once() -> None:
    """The note that is the title is not repeated below it."""
    note = Note(kind="no-pods-zero", values={"object": "deployment/web"})
    other = Note(kind="all-fail", values={"wanted": "2"})
    presentation = present(Report(target="x", notes=(note, other)), library(), "en")

    assert presentation.title == "`deployment/web` has no pods: it is scaled to zero (`replicas: 0`)."
    assert [[item.text[:21] for item in items.items] for items in presentation.lists] == [["All 2 replicas fail: "]]


def test_commands_that_change_something_stand_apart() -> None:
    """Nobody copies one of them with those that look."""
    commands = [NextCommand("a"), NextCommand("b", changes=True), NextCommand("n", on_node=True), NextCommand("c")]

    assert command_lists(commands, "en") == (
        CommandList("Next", ("a", "c"), changes=False),
        CommandList("On the node itself", ("n",), changes=False),
        CommandList("Changes the cluster", ("b",), changes=True),
    )


def test_the_log_is_the_one_of_the_answer_s_container() -> None:
    """Of the run that ended; another container's log or one of blank lines tells nothing."""
    blank = LogExcerpt(container="app", previous=True, lines=("", " "))
    current = LogExcerpt(container="app", lines=("up",))
    other = LogExcerpt(container="proxy", previous=True, lines=("bye",))

    assert most_telling_log(REPORT, OOM) == REPORT.logs[0]
    assert most_telling_log(Report(target="-", logs=(blank, other, current)), OOM) == current
    assert most_telling_log(Report(target="-", logs=(blank, other)), OOM) is None
    assert most_telling_log(Report(target="-", logs=(blank, other)), None) == other


def test_a_log_of_nobody_knows_which_container() -> None:
    """A pasted log is `the log`, not that of a container called Pod."""
    logs = (LogExcerpt(lines=("x",)),)

    assert present(Report(target="-", logs=logs), library(), "en").log == LogEnd("Last lines of the log", ("x",))


def test_every_source_of_evidence_has_a_name() -> None:
    """A new kind of evidence cannot reach a reader without a word for it."""
    assert set(words.SOURCES) == set(Source.__args__)  # type: ignore[attr-defined]
    assert set(words.WRITERS) <= set(Writer.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "lead"), [("en", "you say: "), ("zh", "你提到：")])
def test_what_a_person_says_is_quoted_as_said(language: Language, lead: str) -> None:
    """The writer of a quote, where it is known, stands before it instead of the place it was found in."""
    told = OOM.model_copy(update={"evidence": (Evidence(source="log", quote="x", writer="person"),)})
    lists = present(REPORT.model_copy(update={"findings": (told,)}), library(), language)

    assert [each.items[0].lead for each in lists.lists if each.items[0].text == "x"] == [lead]


def test_a_further_cause_that_is_over_is_said_to_be() -> None:
    """Behind one of now it stands with "before that"."""
    further = REPORT.findings[1].model_copy(update={"over": True})
    report = REPORT.model_copy(update={"findings": (OOM, further), "now": PodState(word="Running", ready=1, total=2)})

    leads = {
        language: next(
            each for each in present(report, library(), language).lists if each.label == words.ALSO.of(language)
        )
        .items[0]
        .lead
        for language in ("en", "zh")
    }

    assert leads == {"en": "before that: ", "zh": "此前："}


@pytest.mark.parametrize(
    ("platform", "labels"), [("", ["Next", "On the node itself"]), ("systemd", ["Next"]), ("docker", ["Next"])]
)
def test_what_is_asked_on_the_node_stands_apart(platform: Platform, labels: list[str]) -> None:
    """kubectl does not reach the kernel's log; what another platform runs is asked where its text came from."""
    killed = Finding(cause="run.killed-externally", detail="run.killed-externally", confidence="possible")
    report = Report(target="x", findings=(killed,), platform=platform)
    lists = present(report, library(), "en").commands

    assert [each.label for each in lists] == labels
    assert [each.label for each in lists if any("journalctl -k" in line for line in each.commands)] == labels[-1:]
