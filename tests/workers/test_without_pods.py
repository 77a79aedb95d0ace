"""Why a workload has no pods: said only where there is none and no cause fits."""

from datetime import UTC, datetime

import pytest

from core.messages.model import Language
from core.messages.report import Finding, Note, PodRef, Report
from knowledge.library import library
from knowledge.notes import note_line
from knowledge.text import explain_note, undo_commands
from workers.snapshot import Condition, Owner, Pod, Snapshot
from workers.terminal import TerminalStyle, page
from workers.without_pods import with_reason

REF = PodRef(namespace="shop", name="web")
REPORT = Report(target="shop/deploy/web", ref=REF, owner="deployment/web")
ZERO = Owner(kind="Deployment", name="web", replicas=0)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def seen(*owners: Owner, **more: object) -> Snapshot:
    """A look at the workload `shop/web`."""
    return Snapshot.model_validate({"ref": REF, "owners": owners, **more})


@pytest.mark.parametrize(
    ("report", "look"),
    [
        (REPORT, seen()),
        (REPORT, Snapshot(ref=REF)),
        (REPORT, seen(ZERO, pod=Pod())),
        (REPORT, seen(Owner(kind="Deployment", name="other", replicas=0))),
        (
            REPORT.model_copy(
                update={"findings": (Finding(cause="admission.quota", detail="admission.quota", confidence="certain"),)}
            ),
            seen(ZERO),
        ),
    ],
)
def test_nothing_is_added(report: Report, look: Snapshot) -> None:
    """There is a pod, a cause was found, or the workload was not seen."""
    assert with_reason(report, look) == report


@pytest.mark.parametrize(
    ("owner", "kind", "values"),
    [
        (ZERO, "zero", {}),
        (ZERO.model_copy(update={"kind": "StatefulSet"}), "zero", {}),
        (
            Owner(kind="ReplicaSet", name="web", replicas=0, controller="Deployment/shop"),
            "old",
            {"controller": "Deployment/shop"},
        ),
        (Owner(kind="DaemonSet", name="web", replicas=0), "no-node", {}),
        (Owner(kind="DaemonSet", name="web", replicas=3), "unsaid", {"wanted": "3"}),
        (Owner(kind="CronJob", name="web", schedule="0 3 * * *"), "no-run", {"schedule": "0 3 * * *"}),
        (Owner(kind="Job", name="web", conditions=(Condition(type="Complete", status="True"),)), "done", {}),
        (Owner(kind="Job", name="web", conditions=(Condition(type="Complete", status="False"),)), "unsaid", {}),
        (Owner(kind="Deployment", name="web", replicas=2, deleted_at=NOON), "deleted", {}),
    ],
)
def test_each_kind_of_workload_has_its_reasons(owner: Owner, kind: str, values: dict[str, str]) -> None:
    """The note names the object as kubectl does."""
    (note,) = with_reason(REPORT, seen(Owner(kind="ReplicaSet", name="web-1"), owner)).notes

    assert note.kind == f"no-pods-{kind}"
    assert note.values == {
        "object": f"{owner.kind.lower()}/web",
        **({"wanted": "1"} if kind == "unsaid" else {}),
        **values,
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "`deployment/web` has no pods: it is scaled to zero (`replicas: 0`)."),
        ("zh", "`deployment/web` 没有 Pod：副本数被设为 0（`replicas: 0`）。"),
    ],
)
def test_the_reason_is_the_answer_and_not_said_twice(language: Language, said: str) -> None:
    """The headline of the shell's page; how to look, and apart from it what would change it."""
    report = with_reason(REPORT, seen(ZERO))
    told = explain_note(report, language)
    shown = page(report, library(), TerminalStyle(language, columns=110))

    assert told is not None and told.title == said
    assert shown.count(said.replace("`", "")) == 1
    assert [each.text for each in told.commands] == ["kubectl -n shop describe deployment/web"]
    assert [each.text for each in undo_commands(report)] == ["kubectl -n shop scale deployment/web --replicas=1"]


def test_a_name_that_is_none_reaches_no_command() -> None:
    """What a kind would have to be called to act in a shell is not written into one."""
    note = Note(kind="no-pods-zero", values={"object": "deployment/web;id"})
    report = REPORT.model_copy(update={"notes": (note,)})
    told = explain_note(report, "en")

    assert told is not None and told.commands == ()
    assert [each.text for each in undo_commands(report)] == ["kubectl -n shop scale $object --replicas=1"]
    assert note_line(note, "en").startswith("`deployment/web;id` has no pods")
