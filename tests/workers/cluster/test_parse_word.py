"""kubectl's word for a pod's state, as it was printed beside each recording."""

from pathlib import Path
from typing import Any

import pytest

from tests.workers.cluster.shapes import NOON, RECORDINGS, made_pod
from workers.cluster import parse, wire

ANOTHER_MOMENT = {"exit-2-readonly-rootfs-write", "exit-on-failure-restart", "two-containers-both-fail"}
"""Their `early-get.txt` was fetched after the back-off had begun, their `early-pod.json` before."""


def _printed() -> list[Any]:
    found = []
    for path in sorted(RECORDINGS.glob("*/*get.txt")):
        pod_path = path.with_name(path.name.replace("get.txt", "pod.json"))
        if pod_path.exists() and not (path.parent.name in ANOTHER_MOMENT and path.name.startswith("early-")):
            found.append(pytest.param(path, pod_path, id=f"{path.parent.name}/{path.name}"))
    return found


@pytest.mark.parametrize(("printed", "pod_path"), _printed())
def test_the_word_is_the_one_kubectl_printed(printed: Path, pod_path: Path) -> None:
    """For every recorded pod the STATUS column of the real kubectl."""
    pod = wire.decode_pod(pod_path.read_bytes())
    rows = [line.split() for line in printed.read_text().splitlines()[1:]]

    assert parse.status_word(pod) in [row[2] for row in rows if row[0] == pod.metadata.name]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"metadata": {"deletionTimestamp": NOON}, "status": {"phase": "Running"}}, "Terminating"),
        ({"metadata": {"deletionTimestamp": NOON}, "status": {"phase": "Running", "reason": "NodeLost"}}, "Unknown"),
        ({"metadata": {"deletionTimestamp": NOON}, "status": {"phase": "Succeeded"}}, "Succeeded"),
        ({"status": {"phase": "Failed", "reason": "Evicted"}}, "Evicted"),
        (
            {
                "status": {
                    "phase": "Pending",
                    "conditions": [{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}],
                }
            },
            "SchedulingGated",
        ),
        (
            {
                "spec": {"initContainers": [{"name": "a"}, {"name": "b"}]},
                "status": {
                    "phase": "Pending",
                    "initContainerStatuses": [
                        {"name": "a", "state": {"terminated": {"exitCode": 0}}},
                        {"name": "b", "state": {"terminated": {"exitCode": 3}}},
                    ],
                },
            },
            "Init:ExitCode:3",
        ),
        (
            {
                "spec": {"initContainers": [{"name": "a"}]},
                "status": {
                    "phase": "Pending",
                    "initContainerStatuses": [{"name": "a", "state": {"terminated": {"signal": 9, "exitCode": 137}}}],
                },
            },
            "Init:Signal:9",
        ),
        (
            {
                "status": {
                    "phase": "Running",
                    "containerStatuses": [
                        {"name": "a", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}},
                        {"name": "b", "ready": True, "state": {"running": {}}},
                    ],
                }
            },
            "NotReady",
        ),
    ],
)
def test_words_no_recording_shows(fields: dict[str, Any], word: str) -> None:
    """The branches of kubectl's rules that the recordings do not reach."""
    assert parse.status_word(made_pod(**fields)) == word
