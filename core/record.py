"""Frozen records with whole-value equality; must not import anything.

A frozen dataclass would do the same, but importing `dataclasses` takes as long as starting Python itself,
and `exitcode -1` in a shell should start as fast as Python can. Type checkers see records as dataclasses.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self, TypeVar, dataclass_transform

    C = TypeVar("C")
else:

    def dataclass_transform(**_: object) -> Callable[[C], C]:
        """Do nothing when running: only type checkers read it."""
        return lambda record: record


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Frozen:
    """A value whose annotated fields are given by keyword once and never change; equal when all fields are."""

    _fields: tuple[str, ...] = ()
    _names: frozenset[str] = frozenset()

    def __init_subclass__(cls) -> None:
        annotations = cls.__dict__.get("__annotations__", ())  # noqa: RUF063 - inspect is what this avoids
        cls._fields = tuple(name for name in annotations if not name.startswith("_"))
        cls._names = frozenset(cls._fields)

    def __init__(self, **values: Any) -> None:
        if len(values) != len(self._fields) or values.keys() != self._names:
            self._check(values)
        self.__dict__.update(values)

    def _check(self, values: dict[str, Any]) -> None:
        missing = [name for name in self._fields if name not in values and not hasattr(type(self), name)]
        unknown = [name for name in values if name not in self._fields]
        if missing or unknown:
            raise TypeError(f"{type(self).__name__}: missing {missing}, unknown {unknown}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    def replace(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._fields)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"
