"""Turns the YAML tables into plain values that can be looked up at once, or refuses them; must not rank or render.

A refusal names the file and the field.
Everything is dicts, lists, strings and integers, so that marshal can keep it. A text is a pair [English, Chinese].
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# libyaml's parser where PyYAML was built with it: ten times as fast.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

READING_FIELDS = {"codes", "en", "zh", "tell_apart", "source", "who", "reasons", "runtimes"}
FAMILY_FIELDS = {"family", "kind", "who", "source", "tell_apart", "readings"}
# The order in which readings stand that order.yaml does not name.
KINDS = ("kubernetes", "runtime", "signal", "shell", "wrapper", "language", "program", "tool", "general", "windows")

OWN_CODE = "program.own-code"


class BadTable(ValueError):
    """A table that cannot be used; the message names the file and the field."""


def compiled(folder: str) -> dict[str, Any]:
    """All tables under this folder, checked."""
    root = Path(folder)
    whole = {path.stem: _parsed(path) for path in sorted(root.glob("*.yaml"))}
    families, readings = _readings(sorted((root / "readings").glob("*.yaml")))
    order = whole["order"]
    readings += _sysexits(root / "sysexits.yaml", whole["sysexits"], families)
    readings += _statuses(root / "ntstatus.yaml", whole["ntstatus"], families["windows"])
    known = {reading["id"] for reading in readings}
    for code, ids in order.items():
        for unknown in [name for name in ids if name not in known]:
            raise BadTable(f"order.yaml: {code}: no reading {unknown!r}")
    return {
        "readings": {reading["id"]: reading for reading in readings},
        "by_code": _by_code(readings, families, order),
        "families": families,
        **{name: table for name, table in whole.items() if name != "order"},
    }


def _parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except yaml.YAMLError as error:
        raise BadTable(f"{path.name}: {error}") from error


def _readings(paths: list[Path]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    families: dict[str, Any] = {}
    readings: dict[str, dict[str, Any]] = {}
    for path in paths:
        for family in _parsed(path):
            name = _family(path, family, families)
            for key, reading in family["readings"].items():
                made = _reading(path, family, f"{name}.{key}", reading)
                if made["id"] in readings:
                    raise BadTable(f"{path.name}: {made['id']}: given twice")
                readings[made["id"]] = made
    return families, list(readings.values())


def _family(path: Path, family: dict[str, Any], families: dict[str, Any]) -> str:
    name = str(family.get("family"))
    if set(family) - FAMILY_FIELDS or family.get("kind") not in KINDS or name in families:
        raise BadTable(f"{path.name}: family {name}: unknown field or kind, or given twice")
    families[name] = {"kind": family["kind"], "who": _text(path, name, family["who"])}
    return name


def _reading(path: Path, family: dict[str, Any], name: str, reading: dict[str, Any]) -> dict[str, Any]:
    if set(reading) - READING_FIELDS:
        raise BadTable(f"{path.name}: {name}: unknown field {sorted(set(reading) - READING_FIELDS)}")
    tell_apart, source = (
        reading.get("tell_apart", family.get("tell_apart")),
        reading.get("source", family.get("source")),
    )
    if not source:
        raise BadTable(f"{path.name}: {name}: no source")
    return {
        "id": name,
        "family": name.split(".")[0],
        "codes": _codes(path, name, reading.get("codes")),
        "who": _text(path, name, reading.get("who", family["who"])),
        "title": _text(path, name, {"en": reading.get("en"), "zh": reading.get("zh")}),
        "tell_apart": _text(path, name, tell_apart),
        "source": source,
        "reasons": reading.get("reasons", []),
        "runtimes": reading.get("runtimes", []),
    }


def _statuses(path: Path, table: dict[str, Any], windows: dict[str, Any]) -> list[dict[str, Any]]:
    """Windows statuses as readings of no byte: they are found by their 32 bits."""
    made = []
    for status in table["statuses"].values():
        status["id"] = status["name"].lower().replace("_", "-")
        reading = {
            "codes": [],
            **{key: status[key] for key in ("en", "zh", "tell_apart")},
            "source": status.get("source", table["source"]),
        }
        made.append(_reading(path, windows, f"windows.{status['id']}", reading))
    return made


def _sysexits(path: Path, table: dict[str, Any], families: dict[str, Any]) -> list[dict[str, Any]]:
    """The names of sysexits.h as readings: what tells them apart is who uses them."""
    family = {"who": "sysexits", "source": table["source"]}
    families["sysexits"] = {"kind": "wrapper", "who": ("sysexits", "sysexits")}
    made = []
    for code, entry in table["sysexits"].items():
        title = {"en": f"{entry['name']}: {entry['en']}", "zh": f"{entry['name']}：{entry['zh']}"}
        users = entry["users"]
        tell_apart = {
            "en": f"the program follows sysexits.h, as do {users['en']}",
            "zh": f"程序遵循 sysexits.h，例如{users['zh']}",
        }
        reading = {"codes": [code], **title, "tell_apart": tell_apart}
        made.append(_reading(path, family, f"sysexits.{entry['name'].lower().replace('_', '-')}", reading))
    return made[1:]  # EX_OK says nothing that 0 does not


def _text(path: Path, name: str, text: Any) -> tuple[str, str]:
    """Both languages, or a refusal; one plain string is a name that is the same in both."""
    if isinstance(text, tuple):
        return text
    if isinstance(text, str):
        return text, text
    if not isinstance(text, dict) or not text.get("en") or not text.get("zh"):
        raise BadTable(f"{path.name}: {name}: needs en and zh")
    return text["en"], text["zh"]


def _codes(path: Path, name: str, given: Any) -> list[int]:
    """`5`, `[1, 2]` or `129-192` (also inside a list) as a list of codes."""
    codes: list[int] = []
    for item in given if isinstance(given, list) else [given]:
        first, _, last = str(item).partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise BadTable(f"{path.name}: {name}: codes: {item!r}")
        codes.extend(range(int(first), int(last or first) + 1))
    return codes


def _by_code(
    readings: list[dict[str, Any]], families: dict[str, Any], order: dict[int, list[str]]
) -> dict[int, list[str]]:
    """For each code its readings: first those the order names, then by kind, and as they stand in the files."""
    by_code: dict[int, list[str]] = {}
    for reading in readings:
        for code in reading["codes"]:
            by_code.setdefault(code, []).append(reading["id"])
    kinds = {reading["id"]: KINDS.index(families[reading["family"]]["kind"]) for reading in readings}
    for code, ids in by_code.items():
        named = order.get(code, [])
        if missing := set(named) - set(ids):
            raise BadTable(f"order.yaml: {code}: {sorted(missing)} do not have this code")
        rest = sorted((name for name in ids if name not in named), key=kinds.__getitem__)
        # Where only single programs and tools claim a code, a program's own choice is likelier than any one of them.
        if not named and kinds[rest[0]] > KINDS.index("language") and OWN_CODE in rest:
            named, rest = [OWN_CODE], [name for name in rest if name != OWN_CODE]
        by_code[code] = [*named, *rest]
    return by_code
