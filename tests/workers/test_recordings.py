"""Every recorded pod, in each of the forms a person may have it, gets the cause it was broken with.

`label.yaml` of a recording says what was provoked. These are the proof above the cause files' own examples.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.messages.report import Report
from knowledge.library import library
from workers.diagnosis import diagnose
from workers.paste import read
from workers.redact import redact

RECORDINGS = Path(__file__).parent.parent / "recordings"
LABELS: dict[str, dict[str, Any]] = {
    path.parent.name: yaml.safe_load(path.read_text()) for path in sorted(RECORDINGS.glob("*/label.yaml"))
}
ONLY_THE_LOG_TELLS = {
    "exit-1-no-space-tmpfs": "exit 1",
    "exit-1-node-missing-module": "exit 1",
    "exit-1-node-unhandled-rejection": "exit 1",
    "exit-1-permission-denied-nonroot": "exit 1",
    "exit-1-python-dns-failure": "exit 1",
    "exit-1-python-memoryerror-no-oom": "exit 1",
    "exit-2-readonly-rootfs-write": "exit 2, and describe does not show readOnlyRootFilesystem",
    "job-backoff-limit": "exit 1",
    "sidecar-port-conflict": "exit 1 in the sidecar, and neither container declares its port",
    "two-containers-both-fail": "exit 2, which alone is no panic",
}
"""Without its log such a pod can only be called `run.app-error`; anything finer would be a guess."""
NOTHING_IN_IT = {"image-repull-denied-after-restarts": "its events had gone: the paste is a table's header"}


def first(text: str) -> Report | None:
    """The report on the pod most in trouble."""
    snapshots = read(text)
    return diagnose(redact(snapshots[0]), library()) if snapshots else None


def forms(name: str) -> list[Any]:
    return [pytest.param(path.parent.name, path, id=path.parent.name) for path in sorted(RECORDINGS.glob(f"*/{name}"))]


def said(path: Path) -> tuple[str | None, str | None]:
    """The first finding's cause and confidence."""
    report = first(path.read_text())
    finding = report.findings[0] if report and report.findings else None
    return (finding.cause, finding.confidence) if finding else (None, None)


def wanted(name: str) -> set[str]:
    return {LABELS[name]["cause"], *(LABELS[name].get("also_acceptable") or [])}


@pytest.mark.parametrize(("name", "path"), forms("objects.txt"))
def test_from_api_objects(name: str, path: Path) -> None:
    """`kubectl get -o json` of the pod and what belongs to it."""
    assert said(path)[0] in wanted(name)


@pytest.mark.parametrize(("name", "path"), forms("paste.txt"))
def test_from_a_paste(name: str, path: Path) -> None:
    """`describe` with the previous log, as one would paste it; a paste that holds nothing claims nothing."""
    if name in NOTHING_IN_IT:
        assert said(path) == (None, None)
    else:
        assert said(path)[0] in wanted(name)


@pytest.mark.parametrize(("name", "path"), forms("describe.txt"))
def test_from_describe_alone(name: str, path: Path) -> None:
    """Without any log it is still right, or says no more than that the program failed, and never that it is certain."""
    cause, confidence = said(path)

    if name in ONLY_THE_LOG_TELLS:
        assert (cause, confidence) in {("run.app-error", "likely"), ("run.app-error", "possible")}
    else:
        assert cause in wanted(name)
