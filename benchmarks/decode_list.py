"""How long a list of 5,000 pods takes to decode, here and by the official client. Prints one line a figure.

The pods are those of tests/recordings, repeated under new names. CPU time is measured, since decoding waits for
nothing: other work on the machine then does not count. Run it alone: `python -m benchmarks.decode_list`.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kubernetes.client import ApiClient

from workers.cluster import wire

PODS = 5000
RUNS = 5
"""Of ours, the fastest counts; the official client runs once, since that takes as long as a hundred of ours."""
RECORDINGS = Path(__file__).parents[1] / "tests" / "recordings"


def page() -> bytes:
    """A PodList of 5,000 recorded pods."""
    recorded = [json.loads(path.read_bytes()) for path in sorted(RECORDINGS.glob("*/pod.json"))]
    pods = [{**recorded[number % len(recorded)]} for number in range(PODS)]
    for number, pod in enumerate(pods):
        pod["metadata"] = {**pod["metadata"], "name": f"{pod['metadata']['name']}-{number}"}
    return json.dumps({"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": pods}).encode()


def seconds(decode: Callable[[], Any]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    decode()
    return time.process_time() - start


def main() -> None:
    """Measures and prints."""
    data = page()
    ours = min(seconds(lambda: wire.decode_pod_list(data)) for _ in range(RUNS))
    client, text = ApiClient(), data.decode()
    official = seconds(lambda: client.deserialize(text, "V1PodList", "application/json"))
    ratio = f"{official / ours:.0f}x"
    print(f"decode-5000-pods {ours * 1000:.1f} ms vs official-client {official * 1000:.0f} ms {ratio}")
    print(f"decode-one-pod {ours / PODS * 1e6:.1f} us vs official-client {official / PODS * 1e6:.0f} us {ratio}")


if __name__ == "__main__":
    main()
