"""The watcher: events a second against the official client's Watch, memory at 5,000 and 50,000 pods, decision lag.

The pods are those of tests/recordings under new names. Rates are of CPU time; memory is that of a process with all
the watcher imports; the lag is from the arrival of a line to the decision, with 5,000 pods restarting.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kubernetes.watch import Watch  # noqa: E402 - after the path, so that a checkout can be measured in place

from workers.cluster.watch import Changes, ListBegins, ListEnds, Pods  # noqa: E402
from workers.cluster.wire.watched import decode_line, decode_page  # noqa: E402
from workers.watcher.cache.owners import Owners  # noqa: E402
from workers.watcher.cache.store import PodStore  # noqa: E402
from workers.watcher.detect.detector import Detector  # noqa: E402
from workers.watcher.detect.thresholds import DEFAULTS  # noqa: E402

RECORDINGS = ROOT / "tests" / "recordings"
EVENTS, THEIR_EVENTS = 10_000, 300  # theirs takes fifty times as long
SIZES = {5_000: 120, 50_000: 250}  # pods, and the MiB that are aimed at
PAGE = 500
BURST = 5_000
LINES = b"\n"


def pods(count: int) -> Iterator[dict[str, Any]]:
    """Recorded pods under new names, ten of a Deployment."""
    recorded = [json.loads(path.read_bytes()) for path in sorted(RECORDINGS.glob("healthy-*/pod.json"))]
    for number in range(count):
        pod, app = recorded[number % len(recorded)], f"app-{number // 10}"
        own = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": f"{app}-5d8f", "uid": app, "controller": True}
        metadata = {
            **pod["metadata"],
            "name": f"{app}-5d8f-{number}",
            "namespace": f"ns-{number % 50}",
            "uid": f"00000000-0000-4000-8000-{number:012d}",
            "ownerReferences": [own],
            "labels": {**pod["metadata"].get("labels", {}), "pod-template-hash": "5d8f"},
        }
        yield {**pod, "metadata": metadata, "spec": {**pod["spec"], "nodeName": f"node-{number % 200}"}}


def restarted(pod: dict[str, Any]) -> bytes:
    """The line of its next restart."""
    statuses = [dict(one) for one in pod["status"]["containerStatuses"]]
    for one in statuses:
        one["restartCount"] += 1
        one["lastState"] = {"terminated": {"reason": "Error", "exitCode": 1, "finishedAt": "2026-11-21T01:42:41Z"}}
    changed = {**pod, "status": {**pod["status"], "containerStatuses": statuses}}
    return json.dumps({"type": "MODIFIED", "object": changed}, separators=(",", ":")).encode()


def new_sight() -> tuple[PodStore, Detector]:
    """A sight that asks nobody."""
    store = PodStore(Owners(None, lambda confirmed: None))
    return store, Detector(store, "", lambda namespace: DEFAULTS)


def fill(store: PodStore, count: int) -> None:
    """A whole list, page by page, as it comes."""
    store.apply(ListBegins(), time.time(), time.monotonic())
    page: list[dict[str, Any]] = []
    for pod in pods(count):
        page.append(pod)
        if len(page) == PAGE:
            body = json.dumps({"kind": "PodList", "metadata": {}, "items": page}).encode()
            store.apply(Pods(decode_page(body)[1]), time.time(), time.monotonic())
            page = []
    store.apply(ListEnds(), time.time(), time.monotonic())


def rate_of_ours(lines: list[bytes]) -> float:
    """Events decoded, taken in and judged a second. Where every line is a restart, every one leads to a decision; most
    lines of a cluster are none, like those that tell a second time what is known.
    """
    store, detector = new_sight()
    began = time.process_time()
    for first in range(0, len(lines), 20):
        changes = [(line.type, line.object) for line in map(decode_line, lines[first : first + 20])]
        store.apply(Changes(changes), time.time(), time.monotonic())
        detector.decide(time.time(), time.monotonic())
    return len(lines) / (time.process_time() - began)


class Recorded:
    """What the official client's Watch reads from, instead of a connection."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines

    def stream(self, **_: Any) -> Iterator[bytes]:
        """The body, a line at a time."""
        return (line + LINES for line in self._lines)

    def read_chunked(self, **_: Any) -> Iterator[bytes]:
        """As above."""
        return self.stream()

    def close(self) -> None:
        """Nothing is open."""

    def release_conn(self) -> None:
        """Nothing is open."""


def rate_of_theirs(lines: list[bytes]) -> float:
    """Events the official client's Watch gives a second; it judges nothing."""

    def list_pods(**_: Any) -> Recorded:
        """:return: V1PodList"""
        return Recorded(lines)

    began, seen = time.process_time(), 0
    watch = Watch(return_type="V1Pod")
    for _ in watch.stream(list_pods):
        seen += 1
        if seen == len(lines):
            watch.stop()
    return seen / (time.process_time() - began)


def lags(count: int) -> list[float]:
    """Seconds from arrival to decision while `count` pods restart one after the other, as fast as lines can be read."""
    store, detector = new_sight()
    fill(store, count)
    lines = [restarted(pod) for pod in pods(count)]
    found: list[float] = []
    next_pass = time.monotonic() + 0.1
    for line in lines:
        told = decode_line(line)
        store.apply(Changes([(told.type, told.object)]), time.time(), time.monotonic())
        if time.monotonic() >= next_pass:  # the loop's own rhythm
            judged = detector.decide(time.time(), time.monotonic())
            found += [time.monotonic() - one.arrived for one in judged]
            next_pass = time.monotonic() + 0.1
    found += [time.monotonic() - one.arrived for one in detector.decide(time.time(), time.monotonic())]
    return found


def resident(count: int) -> float:
    """MiB of a process with everything the watcher imports, and `count` pods in its memory."""
    done = subprocess.run(
        [sys.executable, __file__, "--hold", str(count)], capture_output=True, text=True, check=True, timeout=600
    )
    return float(done.stdout)


def hold(count: int) -> None:
    """Be such a process, and say how large."""
    import workers.watcher.__main__  # noqa: F401 - for its weight
    from knowledge.library import library

    library()
    store, _ = new_sight()
    fill(store, count)
    status = Path("/proc/self/status").read_text()
    print(int(status.split("VmRSS:")[1].split()[0]) / 1024)


def main() -> None:
    """Measures and prints."""
    some = [restarted(pod) for pod in pods(EVENTS)]
    theirs = rate_of_theirs(some[:THEIR_EVENTS])
    for what, lines in (("restarts", some), ("others", some[:1_000] * (EVENTS // 1_000))):
        ours = max(rate_of_ours(lines) for _ in range(2))
        print(f"watch-events-{what} {ours:.0f} 1/s vs official-client-watch {theirs:.0f} 1/s {ours / theirs:.0f}x")
    for count, aim in SIZES.items():
        size = resident(count)
        print(f"watcher-memory-{count}-pods {size:.0f} MiB vs target {aim} MiB {size / aim:.2f}x")
    lag = statistics.quantiles(lags(BURST), n=100)[98] * 1000
    print(f"decision-lag-p99-{BURST}-pods {lag:.0f} ms vs target 5000 ms {lag / 5000:.2f}x")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--hold"]:
        hold(int(sys.argv[2]))
    else:
        main()
