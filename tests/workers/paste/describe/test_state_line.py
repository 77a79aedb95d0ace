"""What `workers.paste.describe.state_line` makes of a state on one line."""

import pytest

from workers.paste.describe.state_line import spread
from workers.paste.read import read


@pytest.mark.parametrize(
    "line",
    [
        "    State:          Terminated",
        "State: Running since 3 min",
        "Nodes State: up",
        "  Last State: Terminated by hand",
    ],
)
def test_a_line_without_reason_and_code_stays(line: str) -> None:
    """describe's own lines, and states of other things, are left as they are."""
    assert spread([line]) == [line]


@pytest.mark.parametrize(
    ("line", "spread_out"),
    [
        (
            "  Last State: Terminated (Reason: OOMKilled, Exit Code: 137)",
            ["  Last State:  Terminated", "    Reason:  OOMKilled", "    Exit Code:  137"],
        ),
        (
            "- Last State: Terminated - OOMKilled (exit code 137)",
            ["Last State:  Terminated", "  Reason:  OOMKilled", "  Exit Code:  137"],
        ),
        ("State: Waiting (ImagePullBackOff)", ["State:  Waiting", "  Reason:  ImagePullBackOff"]),
        (
            "State: Terminated, Reason: Error, Exit Code: 3221226505",
            ["State:  Terminated", "  Reason:  Error", "  Exit Code:  3221226505"],
        ),
        (
            "State: Waiting; Reason=ErrImagePull; Message: manifest unknown",
            ["State:  Waiting", "  Reason:  ErrImagePull", "  Message:  manifest unknown"],
        ),
    ],
)
def test_a_state_on_one_line_is_spread(line: str, spread_out: list[str]) -> None:
    """Reason, message and exit code each get the line that describe gives them."""
    assert spread([line]) == spread_out


def test_the_container_has_what_the_line_says() -> None:
    """Read as a paste, the line is a container's last state."""
    (snapshot,) = read("Last State: Terminated (Reason: OOMKilled, Exit Code: 137)")
    (container,) = snapshot.containers
    assert container.last is not None
    assert (container.last.reason, container.last.code) == ("OOMKilled", 137)
