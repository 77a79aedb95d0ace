"""The answer to a paste: which pod it is about, which others are named, and when there is none."""

import pytest

from core.messages.answer import Failure
from core.messages.report import Note, PodRef, Report
from knowledge.notes import note_line
from workers.paste import read
from workers.pasted import MOST_NAMED, explained, trouble, with_others
from workers.snapshot import Pod, Snapshot


def think(snapshot: Snapshot, target: str) -> Report:
    return Report(target=target, ref=snapshot.ref)


def pod(name: str, word: str) -> Snapshot:
    return Snapshot(ref=PodRef(namespace="shop", name=name), pod=Pod(status_word=word))


@pytest.mark.parametrize("text", ["", "Lunch at noon?", "好的，明天见"])
def test_nothing_of_kubernetes_is_no_diagnosis(text: str) -> None:
    """Prose is not a pod without findings: the person is told that nothing was recognized."""
    assert explained(read(text), think, "") == Failure(target="", problem="nothing-recognized")


def test_pods_that_are_well_are_not_named() -> None:
    """A table of a namespace names those in trouble only."""
    report = Report(target="")

    assert with_others(report, [pod("web", "Running"), pod("job", "Completed"), Snapshot()]) == report


def test_the_others_are_named_with_kubectls_word() -> None:
    """Each once, at most five, then a count."""
    others = [pod(f"web-{number}", "CrashLoopBackOff") for number in range(MOST_NAMED + 2)]
    named = with_others(Report(target=""), [*others, others[0]]).notes

    pods = "shop/web-0 CrashLoopBackOff, shop/web-1 CrashLoopBackOff, shop/web-2 CrashLoopBackOff, "
    pods += "shop/web-3 CrashLoopBackOff, shop/web-4 CrashLoopBackOff … +2"
    assert named == (Note(kind="others-pasted", values={"pods": pods}),)
    assert note_line(named[0], "en").startswith("Other pods in what you pasted: shop/web-0 CrashLoopBackOff")


TABLE = """NAME    READY   STATUS             RESTARTS   AGE
a       0/1     ImagePullBackOff   0          3m
b       0/1     CrashLoopBackOff   6          13m
d       0/1     Error              0          13m
e       1/1     Terminating        0          13m
"""


def test_a_table_gives_each_pod_its_word() -> None:
    """What kubectl showed is what is said; nothing is made up for the pod that runs."""
    found = {snapshot.ref.name: trouble(snapshot) for snapshot in read(TABLE) if snapshot.ref}

    assert found == {
        "a": "ImagePullBackOff",
        "b": "CrashLoopBackOff",
        "d": "Error",
        "e": "Terminating",
    }


def test_no_pod_is_looked_at_twice() -> None:
    """One that tells something ends the search; where none does, each was asked once and the first is answered."""
    asked: list[str] = []

    def nothing(snapshot: Snapshot, target: str) -> Report:
        asked.append(snapshot.ref.name if snapshot.ref else "")
        return think(snapshot, target)

    report = explained([pod("a", "Error"), pod("b", "Running")], nothing, "")

    assert asked == ["a", "b"]
    assert isinstance(report, Report) and report.ref == PodRef(namespace="shop", name="a")
