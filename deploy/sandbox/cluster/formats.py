"""In which form an object leaves: whole, metadata only, or as a table, by the Accept header. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from deploy.sandbox.cluster.objects.resources import Resource
from deploy.sandbox.cluster.objects.statuses import StatusError
from deploy.sandbox.cluster.tables import table
from deploy.sandbox.json import Json

Clock = Callable[[], datetime]

_JSON_TYPES = ("application/json", "application/*", "*/*", "")
_META = "meta.k8s.io/v1"


@dataclass(frozen=True)
class Format:
    """How to write one object, a list of them, and an object in a watch."""

    one: Callable[[Resource, Json], Json]
    many: Callable[[Resource, list[Json], Json], Json]


def chosen_format(accept: str, include_object: str, clock: Clock) -> Format:
    """The first form of the Accept header that the server has; `clock` dates a table. Raises StatusError 406."""
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        asked = dict(parameter.split("=", 1) for parameter in parameters if "=" in parameter)
        if media not in _JSON_TYPES or asked.get("v", "v1") != "v1":
            continue
        form = asked.get("as", "").removesuffix("List")
        if form == "Table":
            return _tables(include_object, clock)
        if form == "PartialObjectMetadata":
            return _PARTIAL
        if not form:
            return _WHOLE
    message = "only the following media types are accepted: application/json, application/yaml"
    raise StatusError(406, "NotAcceptable", message, {})


def _whole_list(resource: Resource, items: list[Json], metadata: Json) -> Json:
    # The items of a list carry neither kind nor apiVersion, unlike the same object fetched alone.
    bare = [{key: value for key, value in item.items() if key not in ("kind", "apiVersion")} for item in items]
    head = {"kind": f"{resource.kind}List", "apiVersion": resource.group_version}
    return {**head, "metadata": metadata, "items": bare}


def _partial(_: Resource, obj: Json) -> Json:
    return {"kind": "PartialObjectMetadata", "apiVersion": _META, "metadata": obj["metadata"]}


def _partial_list(resource: Resource, items: list[Json], metadata: Json) -> Json:
    head = {"kind": "PartialObjectMetadataList", "apiVersion": _META, "metadata": metadata}
    return {**head, "items": [_partial(resource, item) for item in items]}


def _tables(include_object: str, clock: Clock) -> Format:
    def one(resource: Resource, obj: Json) -> Json:
        metadata = {"resourceVersion": obj["metadata"].get("resourceVersion", "")}
        return table(resource, [obj], metadata, include_object, clock())

    def many(resource: Resource, items: list[Json], metadata: Json) -> Json:
        return table(resource, items, metadata, include_object, clock())

    return Format(one, many)


_WHOLE = Format(lambda _, obj: obj, _whole_list)
_PARTIAL = Format(_partial, _partial_list)
