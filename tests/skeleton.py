"""A new cause file from a paste, to be filled in: `python -m tests.skeleton [FILE|-] > knowledge/causes/run/new.md`.

What the cluster said becomes the pattern and the first example; what it means, in both languages, is left to a person.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.examples import example_of
from workers.container import Terminated, Waiting
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

TO_WRITE = ("TO WRITE", "待写")
"""What marks a sentence of the skeleton, in either language; no cause with one of them passes its tests."""

FILE = """\
---
confidence: likely
when:
  any:
{clause}
source: TO WRITE the source file, the documentation or the man page that has the message, or `observed on 1.36`
looks-like: TO WRITE what looks the same and is not this; leave it out where nothing does
---
# TO WRITE `$container` fails in this way
TO WRITE What it means for the pod, in one paragraph of 20 to 420 characters.

TO WRITE What to look at, and what to do.

# 待写 `$container` 出了这样的问题
待写 对这个 Pod 意味着什么，一段话。

待写 该看什么，该做什么。

# Next
```sh
kubectl -n $namespace describe pod $pod
```

# Examples
## Fires: as it was pasted
```yaml
{example}```
## Silent: TO WRITE what looks alike
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
    """What was said, the most telling kind first: a warning, a state, the last complaint of a log.

    How a container ended counts only where nothing was said: many programs exit with the same code.
    """
    warnings = [event for event in snapshot.events or () if event.type == "Warning" and event.reason != "BackOff"]
    clauses = [f"event: {{reason: ^{event.reason}$, message: {_quoted(event.message)}}}" for event in warnings[-2:]]
    states = [each.waiting or each.ended for each in snapshot.containers]
    clauses += [_state(state) for state in states if state and state.message]
    complaints = [line for log in snapshot.logs or () for line in log.lines if troubled(line)]
    clauses += [f"log: {_quoted(line)}" for line in complaints[-1:]]
    clauses += [f"says: {_quoted(line)}" for line in (*(snapshot.journal or ()), *snapshot.words)[-1:]]
    ends = [each.ended for each in snapshot.containers if each.ended and each.ended.code]
    return clauses or [_state(end) for end in ends] or ["says: 'the words of the message'"]


def _state(state: Waiting | Terminated) -> str:
    fields = [f"reason: ^{state.reason}$"] if state.reason else []
    fields += [f"message: {_quoted(state.message)}"] if state.message else []
    if isinstance(state, Waiting):
        return f"waiting: {{{', '.join(fields)}}}"
    return f"terminated: {{{', '.join([*fields, f'code: {state.code}'])}}}"


def _quoted(message: str) -> str:
    """The message as a pattern in YAML's single quotes; numbers and UIDs may be others."""
    pattern = _SPECIAL.sub(r"\\\g<0>", " ".join(message.split()))
    anything = _VARIES.sub(lambda word: r"\d{1,9}" if word[0].isdecimal() else r"\S{1,120}", pattern)
    return "'" + anything.replace("'", "''") + "'"


def main() -> int:
    """Print the file; 2 where nothing is recognized, or the paste cannot be read."""
    path = sys.argv[1] if sys.argv[1:] else "-"
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        sys.stdout.write(skeleton(content.decode("utf-8", "replace"), datetime.now(UTC)))
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror}\n")
        return 2
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
