"""The closed vocabulary in which a cause says when it fits: ten clauses and `all` / `any` / `none`.

Pure: it reads plain YAML values into clauses and refuses everything else, naming the field. It must not look at a
snapshot (`workers.diagnosis.match` does), and it has no comparison, no variable and no template on purpose: what a
clause cannot say is a named fact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.pattern import PARTS, pattern
from knowledge.regex import BadRegex, Regex

FIELDS: dict[str, tuple[str, ...]] = {
    "waiting": ("reason", "message", "kind"),
    "terminated": ("reason", "message", "kind"),
    "event": ("reason", "message", "type", "component", "object"),
    "condition": ("type", "status", "reason", "message"),
    "node": ("type", "status", "reason", "message", "taint", "runtime", "kernel", "os"),
    "pod": ("phase", "reason", "message", "word", "scheduler", "restart_policy", "qos", "runtime_class"),
    "owner": ("kind", "type", "status", "reason", "message"),
    "says": ("text",),
    "log": ("text",),
}
"""Text fields of each clause; every one of them is a regular expression that has to be found in that field."""

SHORT = {"waiting": "reason", "event": "message", "says": "text", "log": "text"}
"""What a bare string stands for: `says: no space left` is `says: {text: no space left}`."""

FLAGS: dict[str, tuple[str, ...]] = {
    "terminated": ("now", "last"),
    "pod": ("deleted", "scheduled", "ready"),
    "owner": ("suspended", "deleted"),
    "node": ("unschedulable",),
    "log": ("previous",),
}
"""True/false fields of each clause."""

CONTAINER_BOUND = frozenset({"waiting", "terminated", "log"})
"""Clauses that speak of one container; all of them in one cause speak of the same one."""


WHOLE_LINES = frozenset({"says", "log"})
"""Clauses that capture `$line`, the whole line they were found in, without being asked to."""


class BadClause(ValueError):
    """The `when:` of a cause cannot be read; the text names the field: `when.all.1.event.message: ...`."""


@dataclass(frozen=True)
class Leaf:
    """One look at one kind of evidence: every named field must match."""

    kind: str
    texts: tuple[tuple[str, Regex], ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    codes: frozenset[int] | None = None
    """Exit codes of a `terminated` clause."""


@dataclass(frozen=True)
class Fact:
    """Something worked out by a named Python function of `workers.diagnosis.facts`."""

    name: str


@dataclass(frozen=True)
class Group:
    """`all`, `any` or `none` of the parts."""

    kind: str
    parts: tuple["Clause", ...]


Clause = Leaf | Fact | Group


def clause(value: Any, where: str = "when") -> Clause:
    """Read one clause; raises BadClause with the place."""
    if not isinstance(value, Mapping) or len(value) != 1:
        raise BadClause(f"{where}: a clause is one key with its value, not {_short(value)}")
    ((kind, inner),) = value.items()
    if kind in ("all", "any", "none"):
        return _group(kind, inner, f"{where}.{kind}")
    if kind == "fact":
        if not isinstance(inner, str):
            raise BadClause(f"{where}.fact: the name of a fact, not {_short(inner)}")
        return Fact(inner)
    if kind not in FIELDS:
        raise BadClause(f"{where}: no clause is called {kind!r}; there are {', '.join([*FIELDS, 'fact'])}")
    return _leaf(kind, inner, f"{where}.{kind}")


def _group(kind: str, inner: Any, where: str) -> Group:
    if not isinstance(inner, Sequence) or isinstance(inner, str) or not inner:
        raise BadClause(f"{where}: a list of clauses, not {_short(inner)}")
    return Group(kind, tuple(clause(part, f"{where}.{index}") for index, part in enumerate(inner)))


def _leaf(kind: str, inner: Any, where: str) -> Leaf:
    if isinstance(inner, str | list) and kind in SHORT:
        inner = {SHORT[kind]: inner}
    if not isinstance(inner, Mapping) or not inner:
        raise BadClause(f"{where}: fields and what they look like, not {_short(inner)}")
    texts, flags, codes = [], [], None
    if kind in WHOLE_LINES:  # they have one text, so its parts stand beside the flags
        inner = _with_parts_together(inner)
    for field, value in inner.items():
        if field in FIELDS[kind]:
            texts.append((str(field), _regex(value, f"{where}.{field}")))
        elif field in FLAGS.get(kind, ()) and isinstance(value, bool):
            flags.append((str(field), value))
        elif kind == "terminated" and field == "code":
            codes = frozenset(_codes(value, f"{where}.code"))
        elif field in FLAGS.get(kind, ()):
            raise BadClause(f"{where}.{field}: true or false, not {_short(value)}")
        else:
            raise BadClause(f"{where}.{field}: no such field; there are {', '.join(_fields(kind))}")
    return Leaf(kind, tuple(texts), tuple(flags), codes)


def _fields(kind: str) -> tuple[str, ...]:
    """Every field the clause may hold."""
    parts = PARTS if kind in WHOLE_LINES else FIELDS[kind]
    return (*parts, *FLAGS.get(kind, ()), *(["code"] if kind == "terminated" else []))


def _with_parts_together(inner: Mapping[str, Any]) -> dict[str, Any]:
    """`{text: …, around: …, previous: true}` as `{text: {text: …, around: …}, previous: true}`."""
    parts = {key: value for key, value in inner.items() if key in PARTS}
    return {**{key: value for key, value in inner.items() if key not in PARTS}, "text": parts}


def _regex(value: Any, where: str) -> Regex:
    try:
        return pattern(value)
    except BadRegex as error:
        raise BadClause(f"{where}: {error}") from error


def _codes(value: Any, where: str) -> Iterator[int]:
    """`137`, `[1, 2]` or `[129-165]`, a range with both ends in it."""
    for item in value if isinstance(value, list) else [value]:
        low, dash, high = str(item).partition("-")
        if not low.isdecimal() or (dash and not high.isdecimal()):
            raise BadClause(f"{where}: an exit code, or a range such as 129-165, not {_short(item)}")
        yield from range(int(low), int(high if dash else low) + 1)


def leaves(tree: Clause) -> Iterator[Leaf | Fact]:
    """Every leaf, in reading order."""
    if isinstance(tree, Group):
        for part in tree.parts:
            yield from leaves(part)
    else:
        yield tree


def always_captured(tree: Clause, facts: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Names that hold a value whenever the clause is met: in every branch of an `any`, never from a `none`.

    `facts` gives the values each named fact fills.
    """
    if isinstance(tree, Fact):
        return facts.get(tree.name, frozenset())
    if isinstance(tree, Leaf):
        line = ("line",) if tree.kind in WHOLE_LINES else ("code",) if tree.codes is not None else ()
        return frozenset().union(line, *[regex.names for _, regex in tree.texts])
    names = [always_captured(part, facts) for part in tree.parts]
    if tree.kind == "all":
        return frozenset().union(*names)
    return frozenset.intersection(*names) if tree.kind == "any" else frozenset()


def _short(value: Any) -> str:
    return repr(value)[:60]
