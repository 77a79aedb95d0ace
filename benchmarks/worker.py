"""Enqueue to result: our worker script, which imports before it forks, against `rq worker` from the command line."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from redis import Redis  # noqa: E402 - after the path, so that a checkout can be measured in place
from rq import Queue  # noqa: E402
from rq.serializers import JSONSerializer  # noqa: E402

from deploy.sandbox.redis import answers, command, executable  # noqa: E402
from deploy.sandbox.run import _free as free_port  # noqa: E402

OURS, THEIRS = 60, 20  # jobs; the slow one needs no more for a median


@contextmanager
def running(argv: list[str], **environment: str) -> Iterator[None]:
    """A process for the length of the block."""
    process = subprocess.Popen(
        argv, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(15)


def milliseconds(queue: Queue, count: int) -> list[float]:
    """How long each of `count` jobs took from enqueue to result, one after the other; the first one warms up."""
    taken = []
    for _ in range(count + 1):
        started = time.perf_counter()
        job = queue.enqueue("benchmarks.nothing.nothing", result_ttl=30)
        result = job.latest_result(timeout=30)
        assert result is not None and result.return_value == 1, "the job failed"
        taken.append((time.perf_counter() - started) * 1000)
    return taken[1:]


def main() -> None:
    """Print a line for the median and one for the 95th percentile."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port(0)
        url = f"redis://127.0.0.1:{port}/0"
        with running(list(command(executable(), port, Path(folder)))):
            while not answers(url):
                time.sleep(0.02)
            with Redis.from_url(url) as redis:
                queue = Queue("interactive", connection=redis, serializer=JSONSerializer)
                with running([sys.executable, "-m", "workers.worker"], REDIS_URL=url, WHYPOD_LOG_LEVEL="error"):
                    ours = milliseconds(queue, OURS)
                rq = [str(Path(sys.executable).with_name("rq")), "worker", "-S", "json", "-u", url, "interactive", "-q"]
                with running(rq):
                    theirs = milliseconds(queue, THEIRS)
    for name, place in (("p50", 49), ("p95", 94)):
        mine, other = (statistics.quantiles(each, n=100, method="inclusive")[place] for each in (ours, theirs))
        print(f"job-{name} {mine:.1f} ms vs rq-worker {other:.1f} {mine / other:.2f}x")


if __name__ == "__main__":
    main()
