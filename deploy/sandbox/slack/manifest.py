"""The app as its manifest declares it: commands, shortcuts, scopes. Reads one YAML file and must not write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from deploy.sandbox.json import Json


class BadManifest(ValueError):
    """The manifest file cannot be understood; the message names the file and the field."""


@dataclass(frozen=True)
class Manifest:
    """What the workspace knows about the installed app."""

    name: str = "whypod"
    commands: tuple[Json, ...] = ()
    """{command, description, usage_hint}"""
    shortcuts: tuple[Json, ...] = ()
    """{callback_id, name, description, type: message|global}"""
    scopes: tuple[str, ...] = ("commands", "chat:write")
    events: tuple[str, ...] = ()


def read_manifest(path: Path) -> Manifest:
    """The manifest at that path; a missing file is an app without commands. Raises BadManifest."""
    if not path.exists():
        return Manifest()
    try:
        body = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise BadManifest(f"{path}: {error}") from error
    if not isinstance(body, dict):
        raise BadManifest(f"{path}: expected a mapping at the top")
    features, settings = _mapping(path, body, "features"), _mapping(path, body, "settings")
    scopes = _mapping(path, _mapping(path, body, "oauth_config"), "scopes")
    return Manifest(
        name=str(_mapping(path, body, "display_information").get("name", "whypod")),
        commands=_entries(path, features, "slash_commands", ("command", "description", "usage_hint"), "command"),
        shortcuts=_entries(path, features, "shortcuts", ("callback_id", "name", "description", "type"), "callback_id"),
        scopes=tuple(scopes.get("bot") or ()),
        events=tuple(_mapping(path, settings, "event_subscriptions").get("bot_events") or ()),
    )


def _mapping(path: Path, body: Json, field: str) -> Json:
    value = body.get(field) or {}
    if not isinstance(value, dict):
        raise BadManifest(f"{path}: {field} must be a mapping")
    return value


def _entries(path: Path, features: Json, field: str, fields: tuple[str, ...], needed: str) -> tuple[Json, ...]:
    entries = features.get(field) or []
    if not isinstance(entries, list):
        raise BadManifest(f"{path}: features.{field} must be a list")
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or not entry.get(needed):
            raise BadManifest(f"{path}: features.{field}[{number}] has no {needed}")
    return tuple({name: str(entry.get(name, "")) for name in fields} for entry in entries)
