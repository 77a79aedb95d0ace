"""Fills the `$names` of a cause's prose, so that it reads well where a name is not known. Pure.

A part in braces is left out where a name in it has no value (`exits with $code{: $line}`); an unknown name of a
Kubernetes object gives way to what it names: "the container", and "The container" where a sentence begins.
"""

import re
from collections.abc import Mapping
from string import Template

from core.messages.model import Language
from knowledge.cause import OPTIONAL
from knowledge.words import THINGS

_THING = re.compile(r"(?P<before> ?)`\$(?P<name>[a-z]+)`(?P<after> ?)")
_BEGINS = re.compile(r"(?:^|\n|[.!?] )$")
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def sentence(text: str, values: Mapping[str, str], language: Language) -> str:
    """The prose `text` with its names filled; what is left in code (`/whokilled $namespace/$pod`) is a capital word."""
    kept = OPTIONAL.sub(lambda part: part[1] if _names(part[1]) <= values.keys() else "", text)
    named = _THING.sub(lambda mention: _thing(mention, values, language), kept)
    capitals = {name: name.upper() for name in THINGS}
    return Template(named).safe_substitute({**capitals, **values})


def _names(text: str) -> set[str]:
    return set(Template(text).get_identifiers())


def _thing(mention: re.Match[str], values: Mapping[str, str], language: Language) -> str:
    """What stands in for an unknown name; Chinese sets no blank between its own characters."""
    if mention["name"] not in THINGS or mention["name"] in values:
        return mention[0]
    thing = THINGS[mention["name"]].of(language)
    if language == "zh":
        before, after = mention.string[: mention.start()], mention.string[mention.end() :]
        return f"{_blank(mention['before'], before[-1:])}{thing}{_blank(mention['after'], after[:1])}"
    begins = _BEGINS.search(mention.string[: mention.start("before")] + mention["before"])
    return f"{mention['before']}{thing[0].upper() + thing[1:] if begins else thing}{mention['after']}"


def _blank(blank: str, neighbour: str) -> str:
    return "" if _CJK.match(neighbour) else blank
