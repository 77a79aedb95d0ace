"""What kubectl tells whoever typed it is no fault of the container: it is told as such, and no log is shown of it."""

import pytest

from core.messages.report import Report
from knowledge.library import library
from knowledge.notes import note_line
from workers.diagnosis.diagnose import diagnose
from workers.paste.read import read
from workers.pasted import explained

EXEC = 'exec failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown'


def answer(text: str) -> Report:
    """To a paste in which something is recognized."""
    report = explained(read(text), lambda snapshot, target: diagnose(snapshot, library(), target), "")
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('Error from server (NotFound): pods "web-0" not found', "kubectl-not-found"),
        ('Error from server (NotFound): namespaces "staging" not found', "kubectl-not-found"),
        ('Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource', "kubectl-forbidden"),
        ('Error from server (BadRequest): container "app" is not valid for pod web-0', "kubectl-bad-request"),
        ("Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout", "kubectl-unreachable"),
        ("Unable to connect to the server: x509: certificate has expired or is not yet valid", "kubectl-unreachable"),
        (f"OCI runtime exec failed: {EXEC}", "kubectl-no-shell"),
        (f"error: Internal error occurred: error executing command in container: {EXEC}", "kubectl-no-shell"),
    ],
)
def test_a_persons_kubectl_that_failed_is_told_as_that(text: str, kind: str) -> None:
    """Which way it failed and its own line, in both languages; no finding, no log."""
    report = answer(text)

    assert (report.findings, report.logs, [note.kind for note in report.notes]) == ((), (), [kind])
    assert all(text[:40] in note_line(report.notes[0], language) for language in ("en", "zh"))


def test_a_pods_own_account_that_is_refused_is_its_fault() -> None:
    """A program in a pod ran kubectl."""
    report = answer(
        'Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:ops:job" cannot list secrets'
    )

    assert [each.cause for each in report.findings][:1] == ["run.api-denied"]


def test_a_creation_that_is_refused_keeps_its_cause() -> None:
    """It was the workload that the API server turned away."""
    report = answer(
        'Error from server (Forbidden): error when creating "web.yaml": pods "web" is forbidden: exceeded quota: team'
    )

    assert [each.cause for each in report.findings][:1] == ["admission.quota"]


@pytest.mark.parametrize("text", ["rc=137", "Exit code is 143", "exit code: 137", "退出码是 137", '"Error": ""}'])
def test_a_fragment_is_no_log(text: str) -> None:
    """An end that somebody tells, a field that holds nothing: no program printed them."""
    assert [log for snapshot in read(text) for log in snapshot.logs or ()] == []
