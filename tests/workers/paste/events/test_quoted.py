"""Events within a sentence."""

import pytest

from workers.paste.events.quoted import quoted
from workers.paste.read import read


@pytest.mark.parametrize(
    "line",
    [
        'The pod is called "web-0" and does not start',
        "We changed the readiness probe and now nothing is ready",
        "2024-03-04 10:00:00 ERROR Readiness probe failed: no answer",
    ],
)
def test_no_event_within(line: str) -> None:
    """Names, talk of a probe and a program's own lines quote nothing."""
    assert quoted(line) == ([], line)


@pytest.mark.parametrize(
    ("line", "reason", "message", "around"),
    [
        (
            "It says `Startup probe failed: HTTP probe failed with statuscode: 403`. Why?",
            "Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 403", "It says `…`. Why?",
        ),
        (
            'Events: "Liveness probe failed: Get "http://10.0.0.1/": EOF" What is it?',
            "Unhealthy", 'Liveness probe failed: Get "http://10.0.0.1/": EOF', 'Events: "…" What is it?',
        ),
        (
            "No endpoints since Readiness probe failed: HTTP probe failed with statuscode: 503",
            "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "No endpoints since …",
        ),
    ],
)  # fmt: skip
def test_event_within(line: str, reason: str, message: str, around: str) -> None:
    """The message ends with its quotation marks, however many stand within; the sentence keeps the rest."""
    events, left = quoted(line)
    assert ([(one.event.reason, one.event.message) for one in events], left) == ([(reason, message)], around)


def test_output_on_the_line_of_its_command() -> None:
    """Where the line feeds were lost, the output stands behind the prompt."""
    (snapshot,) = read(
        "$ kubectl describe pod tikv-0 ... Events: Type Reason Age From Message ---- ------ ---- ---- ------- "
        "Warning FailedScheduling 3m (x106 over 33m) default-scheduler 0/4 nodes are available: 4 Insufficient cpu."
    )
    assert [(event.reason, event.message) for event in snapshot.events or ()] == [
        ("FailedScheduling", "0/4 nodes are available: 4 Insufficient cpu.")
    ]
