"""Frozen records: what a frozen dataclass would do, without importing one."""

import copy
import pickle

import pytest

from core.record import Frozen


class Point(Frozen):
    """A record with a default."""

    x: int
    y: int = 0


def test_fields_are_given_by_name_and_kept() -> None:
    """A field with a default may be left out; equal values are equal records, also once copied or pickled."""
    point = Point(x=1)

    assert (point.x, point.y, repr(point)) == (1, 0, "Point(x=1, y=0)")
    assert point == Point(x=1, y=0) == copy.deepcopy(point) == pickle.loads(pickle.dumps(point))
    assert hash(point) == hash(Point(x=1, y=0))
    assert point.replace(y=2) == Point(x=1, y=2)


@pytest.mark.parametrize(
    ("values", "fault"),
    [({}, r"missing \['x'\]"), ({"x": 1, "z": 2}, r"unknown \['z'\]"), ({"y": 1, "z": 2}, "missing")],
)
def test_a_field_that_is_missing_or_unknown_is_refused(values: dict[str, int], fault: str) -> None:
    """Also where their number is right."""
    with pytest.raises(TypeError, match=fault):
        Point(**values)


def test_nothing_changes_a_record() -> None:
    """Neither a new value nor a deletion."""
    point = Point(x=1)
    with pytest.raises(AttributeError, match="frozen: x"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen: x"):
        del point.x

    assert point == Point(x=1)
