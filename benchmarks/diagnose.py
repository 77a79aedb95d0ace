"""How long an explanation takes: one snapshot against all causes, 300 files, the shell command's start.

Each line: `name value unit vs alternative value ratio`. CPU time, of processes too: nothing is waited for here, so that
is what passes on a machine with nothing else to do.
`python -m benchmarks.diagnose`; run it alone.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from knowledge.library import Library, collected, library, load
from workers.diagnosis import diagnose
from workers.paste import read
from workers.redact import redact
from workers.snapshot import Snapshot

RECORDINGS = Path(__file__).parents[1] / "tests" / "recordings"
FILES = 300
ROUNDS = 5
"""Of processes the fastest counts, of diagnoses each snapshot's fastest: other work on the machine only adds."""
SHARES = (25, 50, 100)
"""Percent of the catalogue, spread evenly over its families."""
TARGET_MS = 5.0
"""What a diagnosis may take; the question's whole time is 7 s, but 5,000 pods are to be looked through in one go."""
TARGET_SECONDS = 10.0


def snapshots() -> list[Snapshot]:
    """Every recorded pod with all that surrounds it, redacted as a worker does."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(RECORDINGS.glob("*/objects.txt"))]
    return [redact(found[0]) for text in texts if (found := read(text))]


def portion(percent: int) -> Library:
    """Every n-th cause."""
    causes = list(library().causes.values())
    return collected({cause.id: cause for cause in causes[:: 100 // percent]})


def medians(seen: list[Snapshot], catalogue: Library) -> tuple[float, float]:
    """Median and slowest of the snapshots' fastest diagnoses, in milliseconds."""
    times = [min(cpu(lambda one=one: diagnose(one, catalogue)) for _ in range(ROUNDS)) for one in seen]  # type: ignore[misc]
    return statistics.median(times) * 1000, max(times) * 1000


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    act()
    return time.process_time() - start


def process(command: list[str], text: bytes = b"") -> float:
    """CPU seconds of one process, the fastest of some."""
    return min(_once(command, text) for _ in range(ROUNDS))


def _once(command: list[str], text: bytes) -> float:
    start = _children()  # below not `check`: a paste in which nothing was recognized ends with 2
    subprocess.run(command, input=text, capture_output=True, check=False, env={**os.environ, "KUBECONFIG": "/dev/null"})
    return _children() - start


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measures and prints."""
    seen = snapshots()
    median, slowest = medians(seen, library())
    print(f"diagnose-median {median:.2f} ms vs target {TARGET_MS} ms {TARGET_MS / median:.1f}x")
    print(f"diagnose-slowest {slowest:.2f} ms vs median {median:.2f} ms {slowest / median:.1f}x")
    few, first = 0, 0.0
    for percent in SHARES:
        part = portion(percent)
        took, _ = medians(seen, part)
        few, first = few or len(part.causes), first or took
        linear = first * len(part.causes) / few
        print(f"diagnose-{len(part.causes)}-causes {took:.2f} ms vs linear-growth {linear:.2f} ms {linear / took:.2f}x")
    pastes = [path.read_bytes() for path in sorted(RECORDINGS.glob("*/paste.txt"))]
    whypod = [sys.executable, "-m", "workers"]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.txt" for number in range(FILES)]
        for number, path in enumerate(paths):
            path.write_bytes(pastes[number % len(pastes)])
        took = _once([*whypod, "--json", *map(str, paths)], b"")
    print(f"whypod-{FILES}-files {took:.2f} s vs target {TARGET_SECONDS} s {TARGET_SECONDS / took:.1f}x")
    empty = process([sys.executable, "-c", "pass"])
    cold = process([*whypod, "-"], pastes[0])
    print(f"whypod-cold-start {cold * 1000:.0f} ms vs empty-python {empty * 1000:.0f} ms {cold / empty:.1f}x")
    loading = min(cpu(load) for _ in range(ROUNDS))
    cached = min(cpu(library.__wrapped__) for _ in range(ROUNDS))
    print(f"library-cached {cached * 1000:.0f} ms vs read-and-checked {loading * 1000:.0f} ms {loading / cached:.1f}x")


if __name__ == "__main__":
    main()
