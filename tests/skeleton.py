"""A new cause file from a paste, to be filled in: `python -m tests.skeleton [FILE] > knowledge/causes/run/new.md`.

What the cluster said becomes the pattern and the first example; what it means, in both languages, is left to a person.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.examples import example_of
from workers.container import Container, Terminated
from workers.paste import read
from workers.paste.writers.program import troubled
from workers.redact import redact
from workers.snapshot import Snapshot

_SPECIAL = re.compile(r"[\\.*+?()\[\]{}|^$]")
_VARIES = re.compile(r"[\w-]*\d[\w-]*")
"""A number, or a name with digits in it: of another pod another one."""

_STATE = {"name", "kind", "waiting", "running", "terminated", "last", "ready", "restarts"}
_TOLD: Any = {
    "pod": {"phase", "reason", "message", "status_word", "deleted_at"},
    "containers": {"__all__": _STATE},
    "events": {"__all__": {"reason", "type", "message"}},
    "logs": {"__all__": {"container", "previous", "lines"}},
    "node": {"name", "conditions", "taints"},
    "owners": {"__all__": {"kind", "name", "conditions"}},
    "claims": True,
    "journal": True,
    "words": True,
}
"""What an example is made of as a rule; the rest of a paste has nothing to do with why the pod fails."""

FILE = """\
---
confidence: likely
when:
  any:
{clause}
source: the source file, the documentation or the man page that has the message, or `observed on 1.36`
looks-like: what looks the same and is not this; leave it out where nothing does
---
# `$container` fails in this way
What it means for the pod, in one paragraph of 20 to 420 characters.

What to look at, and what to do.

# `$container` 出了这样的问题
对这个 Pod 意味着什么，一段话。

该看什么，该做什么。

# Next
```sh
kubectl -n $namespace describe pod $pod
```

# Examples
## Fires: as it was pasted
```yaml
{example}```
## Silent: what looks alike
```yaml
events: []
```
"""


def skeleton(text: str, now: datetime) -> str:
    """The file for the pod of a paste that is most in trouble; raises ValueError where nothing is recognized."""
    snapshots = read(text, now)
    if not snapshots:
        raise ValueError("nothing is recognized in this paste")
    snapshot = redact(snapshots[0])
    return FILE.format(
        clause="\n".join(f"    - {line}" for line in _clauses(snapshot)), example=example_of(snapshot, _TOLD)
    )


def _clauses(snapshot: Snapshot) -> list[str]:
    """What was said, the most telling kind first: a warning, a state, the last complaint of a log."""
    warnings = [event for event in snapshot.events or () if event.type == "Warning" and event.reason != "BackOff"]
    clauses = [f"event: {{reason: ^{event.reason}$, message: {_quoted(event.message)}}}" for event in warnings[-2:]]
    clauses += [clause for container in snapshot.containers for clause in _state(container)]
    complaints = [line for log in snapshot.logs or () for line in log.lines if troubled(line)]
    clauses += [f"log: {_quoted(line)}" for line in complaints[-1:]]
    clauses += [f"says: {_quoted(line)}" for line in (*(snapshot.journal or ()), *snapshot.words)[-1:]]
    return clauses or ["says: 'the words of the message'"]


def _state(container: Container) -> list[str]:
    clauses = []
    if container.waiting and container.waiting.message:
        clauses.append(
            f"waiting: {{reason: ^{container.waiting.reason}$, message: {_quoted(container.waiting.message)}}}"
        )
    if container.ended and container.ended.code:
        clauses.append(f"terminated: {{{_end(container.ended)}}}")
    return clauses


def _end(ended: Terminated) -> str:
    return ", ".join([*([f"reason: ^{ended.reason}$"] if ended.reason else []), f"code: {ended.code}"])


def _quoted(message: str) -> str:
    """The message as a pattern in YAML's single quotes; numbers and UIDs may be others."""
    pattern = _SPECIAL.sub(r"\\\g<0>", " ".join(message.split()))
    anything = _VARIES.sub(lambda word: r"\d{1,9}" if word[0].isdecimal() else r"\S{1,120}", pattern)
    return "'" + anything.replace("'", "''") + "'"


def main() -> int:
    """Print the file; 2 where nothing is recognized."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if sys.argv[1:] else sys.stdin.read()
    try:
        sys.stdout.write(skeleton(text, datetime.now(UTC)))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
