"""How long each pattern of the catalogue takes for 64 KB made of its own words.

CPU time of one process; the slowest patterns by name, a figure a line. The target is that of any 64 KB.
`python -m benchmarks.regexes [LINES_SHOWN]`.
"""

import re
import sys
import time
from collections.abc import Iterator

from knowledge.library import library
from knowledge.regex import Regex
from knowledge.when import Leaf, leaves
from workers.diagnosis.printed import Printed

SIZE = 64 * 1024
TARGET_MS = 100.0
LENGTHS = (300, 4000)
"""Characters of a line: an ordinary one, and the most that is searched of one."""
WORD = re.compile(r"[A-Za-z][A-Za-z /._-]{1,40}")
MOST_WORDS = 8
SHOWN = 5
TRIES = 3


def patterns() -> dict[str, Regex]:
    """Every pattern that is looked for in what a cluster or a program said, by its cause and itself."""
    found = {}
    for cause in library().causes.values():
        for leaf in leaves(cause.when):
            if isinstance(leaf, Leaf) and leaf.kind in ("says", "log"):
                for _, regex in leaf.texts:
                    found[f"{cause.id} {leaf.kind} {regex.pattern[:50]}"] = regex
    return found


def hostile(regex: Regex) -> Iterator[str]:
    """Texts of an eighth of the size: a word that lets the pattern be tried, then one of its words again and again."""
    words = WORD.findall(regex.pattern) or ["x"]
    for needle in {*regex.needles[:1], *regex.needles[-1:], ""}:
        for word in words[:MOST_WORDS]:
            for glue in ("", " "):
                for length in LENGTHS:
                    again = (word + glue) * (length // len(word) + 1)
                    yield "\n".join(f"{needle} {at} {again}"[:length] for at in range(SIZE // 8 // length))


def milliseconds(regex: Regex) -> float:
    """The slowest of its texts, for the whole size; tried again, since other work on the machine only adds."""
    slowest = max(hostile(regex), key=lambda text: seconds(regex, text))
    return min(seconds(regex, slowest) for _ in range(TRIES)) * 8 * 1000


def seconds(regex: Regex, text: str) -> float:
    """CPU seconds of one search of a log."""
    start = time.process_time()
    Printed(text).last(regex)
    return time.process_time() - start


def main() -> None:
    """Measures and prints."""
    shown = int(sys.argv[1]) if sys.argv[1:] else SHOWN
    times = sorted(((milliseconds(regex), name) for name, regex in patterns().items()), reverse=True)
    for took, name in times[:shown]:
        print(f"pattern-64KB {took:.0f} ms vs target {TARGET_MS:.0f} ms {TARGET_MS / took:.1f}x: {name}")
    over = sum(took > TARGET_MS for took, _ in times)
    print(f"patterns-over-target {over} of {len(times)}, median {times[len(times) // 2][0]:.1f} ms")


if __name__ == "__main__":
    main()
