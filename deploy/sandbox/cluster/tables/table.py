"""Builds a `meta.k8s.io/v1` Table from objects. Pure: the present is passed in."""

from __future__ import annotations

from datetime import datetime

from deploy.sandbox.cluster.objects.resources import Resource
from deploy.sandbox.cluster.tables.columns import COLUMNS, DEFAULT, Column
from deploy.sandbox.json import Json

META = "meta.k8s.io/v1"


def table(resource: Resource, items: list[Json], metadata: Json, include_object: str, now: datetime) -> Json:
    """The Table of these objects; `include_object` is the query's includeObject: None, Metadata (default) or Object."""
    columns = COLUMNS.get(resource, DEFAULT)
    rows = [
        {"cells": [column.cell(item, now) for column in columns], "object": _included(item, include_object)}
        for item in items
    ]
    head = {"kind": "Table", "apiVersion": META, "metadata": metadata}
    return {**head, "columnDefinitions": [_definition(column) for column in columns], "rows": rows}


def _definition(column: Column) -> Json:
    form = "name" if column.name == "Name" else ""
    shape = {"name": column.name, "type": column.type, "format": form}
    return {**shape, "description": "", "priority": column.priority}


def _included(item: Json, include_object: str) -> Json | None:
    if include_object == "None":
        return None
    if include_object == "Object":
        return item
    return {"kind": "PartialObjectMetadata", "apiVersion": META, "metadata": item["metadata"]}
