"""Bytes or plain mappings to shapes: one fast strict pass and, only where that refuses, one that drops what is wrong.

Pure. It must not let any error of msgspec out: what cannot be read at all is `Unreadable`.
"""

import json
import types
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from workers.cluster.wire.pod import PodList, V1Pod
from workers.cluster.wire.shapes import MetadataList, Status, WireStruct
from workers.cluster.wire.surroundings import EventList, V1Event, V1Node, V1PersistentVolumeClaim
from workers.cluster.wire.workload import CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet

T = TypeVar("T")

KINDS: dict[str, type[WireStruct]] = {
    "Pod": V1Pod,
    "Event": V1Event,
    "Node": V1Node,
    "ReplicaSet": ReplicaSet,
    "Deployment": Deployment,
    "StatefulSet": StatefulSet,
    "DaemonSet": DaemonSet,
    "Job": Job,
    "CronJob": CronJob,
    "PersistentVolumeClaim": V1PersistentVolumeClaim,
}
"""Every kind that has a shape, by its `kind`."""

_LONGEST_INT = 19
"""Digits of the longest int64; Python refuses to print integers of more than 4,300."""

_MISSING: Any = object()

_DECODERS: dict[type[Any], "msgspec.json.Decoder[Any]"] = {}
"""One for every shape, made when its module is imported: before any thread or fork. msgspec works out a struct type at
its first use, and reads what another thread is still writing when two use it first at once (SIGSEGV, msgspec 0.21)."""


class Unreadable(ValueError):
    """The data is no JSON, or no object: nothing of it could be read. The message says what was wrong."""


def decode(data: bytes, kind: type[T]) -> T:
    """Reads one JSON object as the shape `kind`; raises `Unreadable` when it is none."""
    try:
        decoder: msgspec.json.Decoder[T] = _DECODERS[kind]
        return decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        # A field of a wrong type, a stray byte, a number out of range, or no JSON at all: the slow pass knows.
        return _whole(_plain(data), kind)


def from_mapping(mapping: Mapping[str, Any], kind: type[T]) -> T:
    """Reads a plain mapping, as YAML or JSON gives it, as the shape `kind`; raises `Unreadable` for anything else."""
    try:
        return msgspec.convert(mapping, kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _whole(mapping, kind)


def objects(mapping: Any) -> Iterator[WireStruct]:
    """The objects in a mapping of unknown kind: the one it is, or the items of a `List`, `PodList`, ... in order.

    Kinds without a shape and whatever is no object are passed over. Items of a typed list carry no `kind` of their own
    in an API answer; the list's name gives it. A List inside a List is not looked into.
    """
    kind = mapping.get("kind") if isinstance(mapping, Mapping) else None
    if not isinstance(kind, str):
        return
    if kind in KINDS:
        yield from_mapping(mapping, KINDS[kind])
    elif kind.endswith("List") and isinstance(mapping.get("items"), list | tuple):
        for item in mapping["items"]:
            item_kind = item.get("kind", kind[: -len("List")]) if isinstance(item, Mapping) else None
            if isinstance(item_kind, str) and item_kind in KINDS:
                yield from_mapping(item, KINDS[item_kind])


def decode_pod(data: bytes) -> V1Pod:
    """Reads a pod."""
    return decode(data, V1Pod)


def decode_pod_list(data: bytes) -> PodList:
    """Reads a page of pods."""
    return decode(data, PodList)


def decode_metadata_list(data: bytes) -> MetadataList:
    """Reads a page of `PartialObjectMetadataList`."""
    return decode(data, MetadataList)


def decode_event_list(data: bytes) -> EventList:
    """Reads a page of events of either API."""
    return decode(data, EventList)


def decode_node(data: bytes) -> V1Node:
    """Reads a node."""
    return decode(data, V1Node)


def decode_status(data: bytes) -> Status:
    """Reads the Status that comes with an HTTP error."""
    return decode(data, Status)


def prepare(root: type[WireStruct] = WireStruct) -> None:
    """Make the decoders of all shapes there are below `root`; to be called where shapes are defined, at import."""
    for kind in root.__subclasses__():
        _DECODERS.setdefault(kind, msgspec.json.Decoder(kind))
        prepare(kind)


@cache
def _fields(kind: type[Any]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def _plain(data: bytes) -> Any:
    """JSON as plain values; the standard library's reader forgives what msgspec does not."""
    try:
        return json.loads(data.decode("utf-8", "replace"), parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}") from error


def _int(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_INT else None


def _whole(value: Any, kind: type[T]) -> T:
    if not isinstance(value, Mapping):
        raise Unreadable(f"not an object but {type(value).__name__}")
    shape: T = _struct(value, kind)
    return shape


def _tolerated(value: Any, kind: Any) -> Any:
    """`value` as `kind` with what is wrong left out, or `_MISSING` when nothing of it is right."""
    origin = get_origin(kind)
    if kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _either(value, get_args(kind))
    if origin is tuple:
        return _tuple(value, get_args(kind)[0])
    if origin is dict:
        return _dict(value, get_args(kind)[1])
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(value, kind)
    return _scalar(value, get_args(kind)[0] if origin is Annotated else kind, kind)


def _struct(value: Any, kind: Any) -> Any:
    if not isinstance(value, Mapping):
        return _MISSING
    given = {
        field.name: _tolerated(value[field.encode_name], field.type)
        for field in _fields(kind)
        if field.encode_name in value
    }
    return kind(**{name: tolerated for name, tolerated in given.items() if tolerated is not _MISSING})


def _either(value: Any, kinds: tuple[Any, ...]) -> Any:
    if value is None:
        return None if type(None) in kinds else _MISSING
    # The exact type first: an int-or-string given a string stays one.
    for kind in sorted((kind for kind in kinds if kind is not type(None)), key=lambda kind: kind is not type(value)):
        tolerated = _tolerated(value, kind)
        if tolerated is not _MISSING:
            return tolerated
    return _MISSING


def _tuple(value: Any, kind: Any) -> Any:
    if not isinstance(value, list | tuple):
        return _MISSING
    items = (_tolerated(item, kind) for item in value)
    return tuple(item for item in items if item is not _MISSING)


def _dict(value: Any, kind: Any) -> Any:
    if not isinstance(value, Mapping):
        return _MISSING
    items = ((str(key), _tolerated(item, kind)) for key, item in value.items())
    return {key: item for key, item in items if item is not _MISSING}


def _scalar(value: Any, kind: Any, constrained: Any) -> Any:
    if kind is str:
        return _text(value)
    if kind is msgspec.Raw:
        return msgspec.Raw(b"null")
    try:
        return msgspec.convert(value, constrained, strict=False)
    except (msgspec.MsgspecError, ValueError):
        return _MISSING


def _text(value: Any) -> Any:
    """A string; YAML reads an unquoted `true`, `8080` or a date as something else, and JSON allows lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) < 10**_LONGEST_INT:
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, float) else _MISSING


prepare()
