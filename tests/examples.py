"""The YAML of a cause's example as a snapshot, and a snapshot as that YAML. A key nobody knows is refused by name."""

import json
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.cause import LOADER
from workers.snapshot import Snapshot


class BadExample(ValueError):
    """An example that is no snapshot; the text names the place, and the keys there are."""


def snapshot_of(text: str) -> Snapshot:
    """The example through JSON, as the wire would bring it; raises BadExample."""
    try:
        return Snapshot.model_validate_json(json.dumps(yaml.load(text, Loader=LOADER), default=str))
    except ValidationError as error:
        raise BadExample(
            "; ".join(_fault(each["loc"], each["type"], each["msg"]) for each in error.errors())
        ) from error
    except yaml.YAMLError as error:
        raise BadExample(str(error)) from error


def example_of(snapshot: Snapshot, told: Any = None) -> str:
    """The shortest YAML that gives this snapshot, or the part of it that is `told` (as pydantic's `include`)."""
    plain = snapshot.model_dump(mode="json", exclude_defaults=True, include=told)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None)


def keys_at(place: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that are allowed where `containers`, 0, `waiting` leads; empty where none are."""
    model: Any = Snapshot
    for step in place:
        if isinstance(step, str):
            model = _model(model.model_fields[step].annotation) if model and step in model.model_fields else None
    return tuple(model.model_fields) if model else ()


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model inside of `tuple[Event, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model(each) for each in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)


def _fault(place: tuple[int | str, ...], kind: str, message: str) -> str:
    where = ".".join(map(str, place))
    if kind == "extra_forbidden":
        return f"{where}: no such key; there are {', '.join(keys_at(place[:-1]))}"
    return f"{where}: {message}"
