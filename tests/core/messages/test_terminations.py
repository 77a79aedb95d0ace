"""Terminations as they stand in Redis: compact, and read by name whatever version wrote them."""

from pathlib import Path

import pytest

from core.messages.terminations import Termination, decode_terminations, encode_terminations

EARLIER = Path(__file__).parent / "written_by_0_1_0"
T = 1_800_000_000.0
TERMINATIONS = [
    Termination(
        pod="orders-x",
        uid="u1",
        node="n1",
        container="app",
        number=1,
        at=T,
        reason="Error",
        code=1,
        ran=2.0,
        restarted=False,
        template="5d8f",
    ),
    Termination(pod="orders-x", uid="u1", node="", container="app", number=2, at=T + 20, exact=False),
]


@pytest.mark.parametrize("text", ["{}", '[["orders-x", "u1"]]', '[["p", "u", "n", "c", "first", 0.0]]', "not JSON", ""])
def test_what_are_no_terminations_is_refused(text: str) -> None:
    """With the error the readers expect: another shape, too few values, a number that is none, no JSON."""
    with pytest.raises(ValueError, match=r"."):
        decode_terminations(text)


def test_terminations_come_back_as_they_were() -> None:
    """Written and read, each equals itself."""
    assert decode_terminations(encode_terminations(TERMINATIONS)) == TERMINATIONS


def test_terminations_of_0_1_0_are_read() -> None:
    """The list of lists that version 0.1.0 wrote."""
    assert decode_terminations((EARLIER / "terminations.json").read_bytes()) == TERMINATIONS


def test_what_a_newer_version_adds_is_passed_over() -> None:
    """During a rollout an old process reads what a new one wrote: more values at the end."""
    row = '["orders-x", "u1", "", "app", 2, 1800000020.0, "", null, null, true, "", false, "new"]'

    assert decode_terminations(f"[{row}]") == TERMINATIONS[1:]
