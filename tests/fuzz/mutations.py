"""Damages text and API objects as people, terminals and faulty servers do. Pure: the same seed, the same damage."""

import copy
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).parents[1]
MOST_SEED = 64 * 1024
"""Characters of a seed: the size the reader's 100 ms are promised for."""
MOST_REPEATED = 16 * 1024
"""Bytes that repeating one field may make of it; a server's answers are bounded elsewhere."""

HOSTILE = (
    *("<!channel>", "<https://evil.example|x>", "```", "`", "\x00", "\x1b[31m", "\u202e", "\ufeff", "\r\n", "\r"),
    *("&lt;", "$(reboot)", "${HOME}", "%s{0}", "---\n", "{", "}", "[", "\t", "\\", '"', "'", "|", "::", "  ", "行"),
    *("-1", "99999999999999999999", "null", "2026-13-45T99:99:99Z", "(x9 over 0s)", "Exit Code:", "Events:", "!!map"),
)
_WORD = re.compile(r"[A-Za-z][A-Za-z /._-]{1,40}")
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 2**70, 1.5, "", "x" * 5000, "<!channel>", [], {}, [[]], {"": {"": None}}, "0001-01-01T00:00:00Z"),
    *("9999-99-99T99:99:99Z", "\x00", "OOMKilled", 137, ["a", 1, None], "1e400Mi", "\ud7ff"),
)


def texts() -> list[str]:
    """Every text the project has: recordings in three forms, own pasted cases."""
    recorded = [path for name in ("paste", "objects", "describe") for path in TESTS.glob(f"recordings/*/{name}.txt")]
    found = [path.read_text(encoding="utf-8")[:MOST_SEED] for path in sorted(recorded)]
    cases = sorted((TESTS / "pastes").glob("*.yaml"))
    return found + [yaml.safe_load(path.read_text(encoding="utf-8"))["input"] for path in cases]


def damaged(seeds: list[str], number: int) -> str:
    """The `number`-th damaged text: one seed, one to four kinds of damage."""
    chance = random.Random(number)
    text = chance.choice(seeds)
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(DAMAGES)(text, chance, seeds)
    return text[:MOST_SEED]


def _cut(text: str, chance: random.Random, seeds: list[str]) -> str:
    start = chance.randrange(len(text) + 1)
    return text[start : start + chance.randrange(len(text) + 1)]


def _spliced(text: str, chance: random.Random, seeds: list[str]) -> str:
    other = chance.choice(seeds)
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other)) :]


def _without_lines(text: str, chance: random.Random, seeds: list[str]) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() > 0.2)


def _shuffled(text: str, chance: random.Random, seeds: list[str]) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    some = lines[at : at + 12]
    chance.shuffle(some)
    return "\n".join([*lines[:at], *some, *lines[at + 12 :]])


def _repeated(text: str, chance: random.Random, seeds: list[str]) -> str:
    lines = text.split("\n")
    return "\n".join([*lines, *([chance.choice(lines)] * chance.randint(2, 300))])


def _wrapped(text: str, chance: random.Random, seeds: list[str]) -> str:
    width = chance.randint(20, 120)
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width))


def _indented(text: str, chance: random.Random, seeds: list[str]) -> str:
    return "\n".join(" " * chance.randint(0, 6) + line.lstrip() for line in text.split("\n"))


def _prefixed(text: str, chance: random.Random, seeds: list[str]) -> str:
    mark = chance.choice(("> ", "| ", "# ", "$ ", "+ ", "12: ", "2026-01-01T00:00:00Z "))
    return "\n".join(mark + line for line in text.split("\n"))


def _one_line(text: str, chance: random.Random, seeds: list[str]) -> str:
    return text.replace("\n", chance.choice((" ", "", "\r\n", "\\n", "\u2028")))


def _sprinkled(text: str, chance: random.Random, seeds: list[str]) -> str:
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(HOSTILE) * chance.choice((1, 1, 1, 40)) + text[at + chance.randint(0, 3) :]
    return text


DAMAGES: tuple[Callable[[str, random.Random, list[str]], str], ...] = (
    *(_cut, _spliced, _without_lines, _shuffled, _repeated, _wrapped, _indented, _prefixed, _one_line, _sprinkled),
)


def damaged_object(seeds: list[Any], number: int) -> Any:
    """The `number`-th damaged object: some fields gone, of another type, moved, or many times too large."""
    chance = random.Random(number)
    value = copy.deepcopy(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        holder, key = _place(value, chance)
        if holder is None:
            break
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1:
                size = len(json.dumps(holder[key]))
                holder[key] = [holder[key]] * chance.choice((0, 2, max(2, min(300, MOST_REPEATED // size))))
            case 2:
                holder[key] = copy.deepcopy(chance.choice(seeds))
            case _:
                holder[key] = copy.deepcopy(chance.choice(WRONG))
    return value


def _place(value: Any, chance: random.Random) -> tuple[Any, Any]:
    """A random key of a random container inside; (None, None) when there is none."""
    while isinstance(value, dict | list) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        inner = value[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.2:
            return value, key
        value = inner
    return None, None


def hostile(patterns: list[str], number: int) -> str:
    """64 KB made to keep one pattern busy: long lines of words out of it, again and again, seldom in its order."""
    chance = random.Random(number)
    words = _WORD.findall(chance.choice(patterns)) or ["x"]
    needle, again, glue = chance.choice(words), chance.choice(words), chance.choice(("", " ", " ", ": ", "/", '"'))
    length = chance.choice((120, 600, 4000))
    unit = again + glue if chance.random() < 0.7 else again + glue + chance.choice(words) + glue
    lines = (f"{needle} {at} {unit * (length // len(unit) + 1)}"[:length] for at in range(MOST_SEED // length))
    return "\n".join(lines)
