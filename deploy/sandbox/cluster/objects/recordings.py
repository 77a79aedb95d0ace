"""Reads recorded scenarios from a directory into objects and logs. It reads files only: no clock, no HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml

from deploy.sandbox.cluster.objects.resources import BY_KIND, NODES, PODS, Resource
from deploy.sandbox.cluster.objects.timeshift import latest, shift
from deploy.sandbox.json import Json

OTHER_STATES = ("early-", "late-")
"""Files of the same pod at another time: a server can only serve one state of it."""


class BadRecording(Exception):
    """A recording that cannot be read; the message names the file."""


@dataclass(frozen=True)
class Scenario:
    """One recorded workload: everything the cluster said about it at one moment."""

    name: str
    objects: tuple[tuple[Resource, Json], ...]
    logs: dict[tuple[str, bool], str] = field(default_factory=dict)
    """Recorded log of the main pod by container name and whether it is the previous container's."""
    pod: Json | None = None
    cause: str = ""
    applied: tuple[Json, ...] = ()
    """The objects of manifest.yaml: what was asked for, without anything the cluster added."""

    @property
    def namespace(self) -> str:
        """The namespace of its first namespaced object."""
        return next((obj["metadata"]["namespace"] for _, obj in self.objects if "namespace" in obj["metadata"]), "")


@dataclass(frozen=True)
class Recordings:
    """All scenarios of a directory and the cluster they were recorded in."""

    scenarios: tuple[Scenario, ...]
    nodes: tuple[Json, ...]
    namespaces: tuple[Json, ...]
    version: Json


def read_recordings(directory: Path, moment: datetime | None = None, only: str = "") -> Recordings:
    """All scenarios, or the one named `only`.

    With `moment` (UTC), each scenario's times move so that its last recorded second is `moment`.
    Raises BadRecording with the file's name.
    """
    folders = [path for path in sorted(directory.iterdir()) if path.is_dir() and not path.name.startswith("_")]
    chosen = [path for path in folders if only in ("", path.name)]
    if not chosen:
        raise BadRecording(f"{directory}: no scenario {only!r}" if only else f"{directory}: no scenarios")
    cluster = _texts(directory / "_cluster", moment)
    return Recordings(
        scenarios=tuple(read_scenario(path, moment) for path in chosen),
        nodes=tuple(_items(cluster, "nodes.json")),
        namespaces=tuple(_items(cluster, "namespaces.json")),
        version=_parsed(directory / "_cluster", "version.json", cluster),
    )


def read_scenario(folder: Path, moment: datetime | None = None) -> Scenario:
    """One folder. Raises BadRecording."""
    texts = _texts(folder, moment)
    served = [name for name in texts if name.endswith(".json") and not name.startswith(OTHER_STATES)]
    objects = tuple(entry for name in served for entry in _objects(_parsed(folder, name, texts)))
    pod = _parsed(folder, "pod.json", texts) if "pod.json" in texts else None
    label = yaml.safe_load(texts.get("label.yaml", "")) or {}
    return Scenario(
        name=folder.name,
        objects=objects,
        logs=dict(_logs(texts, pod)) if pod else {},
        pod=pod,
        cause=str(label.get("cause", "")),
        applied=tuple(doc for doc in yaml.safe_load_all(texts.get("manifest.yaml", "")) if doc),
    )


def _texts(folder: Path, moment: datetime | None) -> dict[str, str]:
    """File name to text, in the order of the names, moved in time where asked."""
    try:
        texts = {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.is_file()}
    except (OSError, UnicodeDecodeError) as error:
        raise BadRecording(f"{folder}: {error}") from error
    recorded = latest(text for name, text in texts.items() if _tells_when(name))
    if moment is None or recorded is None:
        return texts
    return {name: shift(text, moment - recorded) for name, text in texts.items()}


def _tells_when(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(OTHER_STATES)


def _parsed(folder: Path, name: str, texts: dict[str, str]) -> Json:
    try:
        document: Json = json.loads(texts[name])
    except (KeyError, json.JSONDecodeError) as error:
        raise BadRecording(f"{folder / name}: {error!r}") from error
    return document


def _items(texts: dict[str, str], name: str) -> list[Json]:
    document = json.loads(texts[name])
    kind, group_version = document["kind"].removesuffix("List"), document["apiVersion"]
    return [{"kind": kind, "apiVersion": group_version, **item} for item in document["items"]]


def _objects(document: Json) -> Iterator[tuple[Resource, Json]]:
    """The object in a file, or the objects of a list; what is no served object (a log's status) gives nothing."""
    kind, group_version = document.get("kind", ""), document.get("apiVersion", "")
    if resource := BY_KIND.get((group_version, kind)):
        yield resource, document
    elif (resource := BY_KIND.get((group_version, kind.removesuffix("List")))) and kind.endswith("List"):
        for item in document["items"]:
            yield resource, {"kind": resource.kind, "apiVersion": group_version, **item}


def _logs(texts: dict[str, str], pod: Json) -> Iterator[tuple[tuple[str, bool], str]]:
    only_container = pod["spec"]["containers"][0]["name"]
    for name, text in texts.items():
        kind, _, rest = name.removesuffix(".txt").partition(".")
        if kind in ("logs", "previous") and name.endswith(".txt"):
            yield (rest or only_container, kind == "previous"), text


def own_nodes(scenario: Scenario) -> list[Json]:
    """The nodes as they were at the time of this scenario, where that was recorded."""
    return [obj for resource, obj in scenario.objects if resource is NODES]


def own_pods(scenario: Scenario) -> list[Json]:
    """All pods of the scenario."""
    return [obj for resource, obj in scenario.objects if resource is PODS]
