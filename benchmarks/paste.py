"""How long the paste reader takes: recorded pastes, 64 KB and 4 MB of every form, and text made to be slow.

CPU time of one process, one figure a line; the targets are 100 ms for 64 KB and 2 s for 4 MB, whatever the text.
`python -m benchmarks.paste`.
"""

import json
import time
from pathlib import Path

import yaml

from workers.paste import LARGEST, read

RECORDINGS = Path(__file__).parents[1] / "tests" / "recordings"
SMALL = 64 * 1024
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def seconds(text: str) -> float:
    """CPU seconds of one reading."""
    start = time.process_time()
    read(text)
    return time.process_time() - start


def filled(piece: str, size: int) -> str:
    """`piece` over and over, `size` bytes long."""
    return (piece * (size // len(piece) + 1)).encode()[:size].decode("utf-8", "ignore")


def forms() -> dict[str, str]:
    """Ordinary text of each form, and text made to be slow."""
    recorded = (RECORDINGS / "node-reboot" / "objects.txt").read_text()
    items = json.JSONDecoder().raw_decode(recorded)[0]["items"]
    # Through text, so that no two entries are the same object: YAML would write aliases, which kubectl never does.
    apart = json.loads(json.dumps({"kind": "List", "items": items * 40}))
    return {
        "describe": "".join(path.read_text() for path in sorted(RECORDINGS.glob("*/paste.txt"))),
        "json": json.dumps({"kind": "List", "items": items * 40}, indent=1),
        "json-cut": json.dumps({"kind": "List", "items": items * 40}, indent=1)[300:],
        "yaml": yaml.dump(apart, Dumper=DUMPER),
        "log": "2026-11-21T01:02:03Z INFO an ordinary line of a log with id=1234567\n",
        "plain": "some ordinary line without anything special in it\n",
        "rows": "".join(f"web-{at}   0/1  CrashLoopBackOff  5 (2m ago)  3h\n" for at in range(100_000)),
        "events": "".join(f"2m  Warning  Failed  pod/web-{at}  Error: ImagePullBackOff\n" for at in range(80_000)),
        "kubelet": 'E0710 14:02:33.2 24727 x.go:54] failed to "StartContainer" for "web" with BackOff: "x" ' * 40
        + "\n",
        "short-lines": "a\n",
        "spaces": " ",
        "braces": "{",
        "quotes": '\\"',
        "dashes": "- \n",
        "names": "Name: x\n",
        "open-strings": '{"a":"b\n',
        "fences": "```\n",
        "escapes": "\x1b[31m&lt;",
        "sentences": "The pod keeps restarting with exit code 137 and nobody knows why it does.\n",
        "sentences-apart": "".join(f"The {at} replicas of container web are not ready.\n" for at in range(80_000)),
        "chinese": "我们的服务部署到集群之后一直重启，退出码是 137，日志里没有任何错误信息。\n",
        "chinese-one-line": "我们的服务一直重启，退出码 137，被信号 9 终止，日志里没有任何错误信息。",
        "codes-one-line": "exit code 137 ",
        "yaml-indented": "    spec:\n      containers:\n      - name: app\n        image: registry/app:1\n",
        "yaml-deep": "".join(f"{'  ' * depth}level{depth}:\n" for depth in range(80)),
        "yaml-keys": "".join(f"        key{at}: value\n" for at in range(250_000)),
        "short-lines-apart": "".join(f"a{at}\n" for at in range(700_000)),
    }


def main() -> None:
    """Measures and prints."""
    pastes = [path.read_text() for path in sorted(RECORDINGS.glob("*/paste.txt"))]
    times = sorted(seconds(text) for text in pastes)
    print(f"recorded-paste median {times[len(times) // 2] * 1000:.2f} ms, slowest {times[-1] * 1000:.2f} ms")
    for name, piece in forms().items():
        small, large = (seconds(filled(piece, size)) for size in (SMALL, LARGEST))
        print(f"paste-{name} 64KB {small * 1000:.0f} ms, 4MB {large * 1000:.0f} ms")


if __name__ == "__main__":
    main()
