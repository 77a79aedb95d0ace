"""Builds a `meta.k8s.io/v1` Table from objects. Pure; the clock is passed in by the object's own age only."""

from __future__ import annotations

from typing import Any

from deploy.sandbox.cluster.resources import Resource

Json = dict[str, Any]


def table(resource: Resource, items: list[Json], metadata: Json, include_object: str = "") -> Json:
    """The Table of these objects; `include_object` is the query's includeObject: None, Metadata (default) or Object."""
    columns = [{"name": "Name", "type": "string", "format": "name", "description": "", "priority": 0}]
    rows = [{"cells": [item["metadata"]["name"]], "object": _included(item, include_object)} for item in items]
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": metadata,
        "columnDefinitions": columns,
        "rows": rows,
    }


def _included(item: Json, include_object: str) -> Json | None:
    if include_object == "None":
        return None
    if include_object == "Object":
        return item
    return {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": item["metadata"]}
