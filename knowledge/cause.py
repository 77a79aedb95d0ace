"""One cause file: Markdown with a front matter, read strictly.

Pure: it is handed the text and the id. Every fault is a `BadCause` that names the file and the field.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Template
from typing import Any

import yaml

from core.messages.model import CONFIDENCES, Confidence, Language
from knowledge.when import (
    CONTAINER_BOUND,
    BadClause,
    Clause,
    Fact,
    Group,
    Leaf,
    always_captured,
    clause,
    leaves,
)

BUILT_IN = frozenset({"namespace", "pod", "container", "node", "cluster", "owner"})
"""Placeholders every answer can fill, and the only ones a command may hold."""

KEYS = ("when", "confidence", "fallback", "is", "beats", "yields", "rivals", "guide", "source", "looks-like")
PER_ALTERNATIVE = ("confidence", "fallback")
"""What an alternative of `when` may say for itself."""
OPTIONAL = re.compile(r"(?<!\$)\{([^{}]*\$\w[^{}]*)\}")
"""A part of a sentence that is left out where a `$name` in it has no value: `exits with $code{: $line}`."""
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
_EXAMPLE = re.compile(r"^## (Fires|Silent): ([^\n]+)\n+```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


class BadCause(ValueError):
    """A cause file that cannot be read; the text starts with its id."""


@dataclass(frozen=True)
class Prose:
    """A cause in one language. `summary` is what Slack shows, `more` the rest behind "Read more"."""

    title: str
    summary: str
    more: str


@dataclass(frozen=True)
class Example:
    """A small snapshot, as YAML text, that the cause must or must not answer."""

    name: str
    fires: bool
    text: str


@dataclass(frozen=True)
class Alternative:
    """Conditions under which a cause fits, and how sure it then is. Tried in order; the first match counts."""

    clause: Clause
    confidence: Confidence
    fallback: bool
    """True for what is said only when no other cause explains the container: `run.app-error`."""

    @cached_property
    def facts(self) -> frozenset[str]:
        """Names of the facts it asks for."""
        return frozenset(leaf.name for leaf in leaves(self.clause) if isinstance(leaf, Fact))

    @cached_property
    def binds_a_container(self) -> bool:
        """Whether a clause of it speaks of one container; a fact may as well."""
        return any(isinstance(leaf, Leaf) and leaf.kind in CONTAINER_BOUND for leaf in leaves(self.clause))


@dataclass(frozen=True)
class Cause:
    """One way in which a pod fails."""

    id: str
    alternatives: tuple[Alternative, ...]
    beats: tuple[str, ...]
    """Causes that are silent where this one fits; `run.*` for a family."""
    yields: tuple[str, ...]
    """Causes where this one is silent."""
    rivals: tuple[str, ...]
    counts_as: str
    """The listed id this cause counts as: its own, or that of its `is:`."""
    guide: str
    source: str
    """Where the decisive message comes from: a source file, a page, or a cluster it was observed on."""
    prose: dict[Language, Prose]
    look: tuple[str, ...]
    """Commands that only look."""
    change: tuple[str, ...]
    """Commands that change something; shown as such, never run."""
    examples: tuple[Example, ...]

    @property
    def family(self) -> str:
        """`run` of `run.oom-cgroup`."""
        return self.id.partition(".")[0]

    @cached_property
    def when(self) -> Clause:
        """The alternatives as one clause."""
        clauses = tuple(alternative.clause for alternative in self.alternatives)
        return clauses[0] if len(clauses) == 1 else Group("any", clauses)

    def placeholders(self) -> frozenset[str]:
        """Every `$name` the prose cannot do without, in either language."""
        texts = [part for text in self.prose.values() for part in (text.title, text.summary, text.more)]
        return _placeholders(*[OPTIONAL.sub("", text) for text in texts])

    def unfilled(self, facts: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """Placeholders nothing is sure to fill; `facts` gives the values each named fact fills."""
        return self.placeholders() - BUILT_IN - always_captured(self.when, facts)


def read_cause(name: str, text: str) -> Cause:
    """Read the cause `name` from its file's text."""
    try:
        return _read(name, text)
    except (BadClause, yaml.YAMLError, KeyError, ValueError) as error:
        raise BadCause(f"{name}: {error}") from error


def _read(name: str, text: str) -> Cause:
    matter, body = _split(text)
    sections = _sections(body)
    if unknown := [str(key) for key in matter if key not in KEYS]:
        raise ValueError(f"unknown key {', '.join(unknown)}; there are {', '.join(KEYS)}")
    _sentence(matter, "looks-like")  # for whoever changes the patterns; nothing reads it
    if "when" not in matter:
        raise ValueError("when: is missing")
    prose = {"en": _prose(sections, "en"), "zh": _prose(sections, "zh")}
    if left := set(sections) - {"Next", "Change", "Examples"}:
        raise ValueError(f"unknown heading {', '.join(sorted(left))}")
    cause = Cause(
        id=name,
        alternatives=tuple(_alternatives(matter)),
        beats=_ids(matter, "beats"),
        yields=_ids(matter, "yields"),
        rivals=_ids(matter, "rivals"),
        counts_as=str(matter.get("is") or name),
        guide=str(matter.get("guide") or ""),
        source=_sentence(matter, "source"),
        prose=prose,  # type: ignore[arg-type]
        look=_commands(sections.get("Next", "")),
        change=_commands(sections.get("Change", "")),
        examples=_examples(sections.get("Examples", "")),
    )
    _check_names(cause)
    return cause


def _alternatives(matter: dict[str, Any]) -> Iterator[Alternative]:
    """One, or each of a list; what an alternative does not say for itself the front matter says for all."""
    listed = matter["when"] if isinstance(matter["when"], list) else [matter["when"]]
    for index, value in enumerate(listed):
        own = {key: value[key] for key in PER_ALTERNATIVE if key in value} if isinstance(value, dict) else {}
        asked = {key: inner for key, inner in value.items() if key not in own} if own else value
        keys = {**matter, **own}
        yield Alternative(
            clause=clause(asked, f"when.{index}" if isinstance(matter["when"], list) else "when"),
            confidence=_one_of(keys, "confidence", CONFIDENCES, "likely"),
            fallback=_one_of(keys, "fallback", (True, False), False),
        )


def _check_names(cause: Cause) -> None:
    """Both languages use the same placeholders, and every alternative fills each of them."""
    used = {language: _placeholders(prose.title, prose.summary) for language, prose in cause.prose.items()}
    if used["en"] != used["zh"]:
        raise ValueError(f"the languages quote different names: {sorted(used['en'] ^ used['zh'])}")
    asks_facts = any(isinstance(leaf, Fact) for leaf in leaves(cause.when))
    if (unfilled := cause.unfilled({})) and not asks_facts:  # a fact's values are known to `workers.diagnosis` only
        raise ValueError(f"nothing fills ${', $'.join(sorted(unfilled))}")


def _placeholders(*texts: str) -> frozenset[str]:
    return frozenset(name for text in texts for name in Template(text).get_identifiers())


def _split(text: str) -> tuple[dict[str, Any], str]:
    opening, matter, body = [*text.split("---\n", 2), "", ""][:3]
    if opening.strip() or not body:
        raise ValueError("a cause begins with a front matter between two lines of ---")
    value = yaml.load(matter, Loader=LOADER)
    if not isinstance(value, dict):
        raise ValueError("the front matter is not a mapping")
    return value, body


def _sections(body: str) -> dict[str, str]:
    """Heading to text; a `# ` comment inside a code fence is not a heading."""
    outside = _FENCE.sub(lambda match: match.group().replace("\n# ", "\n\x00 "), body)
    parts = _HEADING.split(outside)
    if parts[0].strip():
        raise ValueError("text before the first heading")
    sections: dict[str, str] = {}
    for heading, content in zip(parts[1::2], parts[2::2], strict=True):
        if heading in sections:
            raise ValueError(f"heading {heading!r} stands twice")
        sections[heading] = content.replace("\n\x00 ", "\n# ").strip()
    return sections


def _prose(sections: dict[str, str], language: Language) -> Prose:
    """Take the first heading of that language out of `sections`."""
    for heading in [head for head in sections if head not in ("Next", "Change", "Examples")]:
        if bool(_CJK.search(heading)) == (language == "zh"):
            summary, _, more = sections.pop(heading).partition("\n\n")
            if not summary.strip():
                raise ValueError(f"nothing under the heading {heading!r}")
            return Prose(heading.strip(), " ".join(summary.split()) if language == "en" else summary, more.strip())
    raise ValueError(f"no section in {'English' if language == 'en' else 'Chinese'}")


def _commands(text: str) -> tuple[str, ...]:
    lines = [line for _, block in _FENCE.findall(text) for line in block.splitlines()]
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _examples(text: str) -> tuple[Example, ...]:
    examples = tuple(Example(name.strip(), kind == "Fires", block) for kind, name, block in _EXAMPLE.findall(text))
    headings = len(re.findall(r"^## ", text, re.MULTILINE))
    if headings != len(examples):
        raise ValueError(
            f"{headings} headings under Examples, but {len(examples)} `## Fires:` or `## Silent:` with YAML"
        )
    return examples


def _ids(matter: dict[str, Any], key: str) -> tuple[str, ...]:
    value = matter.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key}: a list of ids, not {value!r}")
    return tuple(value)


def _sentence(matter: dict[str, Any], key: str) -> str:
    value = matter.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key}: a sentence, not {value!r}")
    return value


def _one_of(matter: dict[str, Any], key: str, allowed: tuple[object, ...], default: object) -> Any:
    value = matter.get(key, default)
    if value not in allowed:
        raise ValueError(f"{key}: one of {', '.join(map(str, allowed))}, not {value!r}")
    return value


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML was built with it: ten times as fast."""
