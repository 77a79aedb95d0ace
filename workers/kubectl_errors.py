"""Why a person's kubectl failed, where a paste shows that: it says nothing of the container. Pure."""

import re

from core.messages.report import Note
from workers.snapshot import Snapshot

_TO_A_POD = "system:serviceaccount:"
"""Who is refused under such a name is a program in a pod, which is a fault of its own."""
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("kubectl-no-shell", re.compile(r"exec failed: .{0,200}(?:executable file not found|no such file or directory)")),
    ("kubectl-not-found", re.compile(r"Error from server \(NotFound\): ")),
    (
        "kubectl-forbidden",
        re.compile(r"Error from server \(Forbidden\): (?!error when )"),
    ),
    ("kubectl-bad-request", re.compile(r"Error from server \(BadRequest\): (?!error when )")),
    ("kubectl-unreachable", re.compile(r"Unable to connect to the server: ")),
)
"""k8s.io/kubectl pkg/cmd/util/helpers.go; pkg/cmd/exec with the runtime's refusal."""


def kubectl_error(snapshot: Snapshot) -> Note | None:
    """The first failure of kubectl in the paste; None where there is none, or a pod's own account was refused."""
    for line in snapshot.written:
        if line.writer not in ("api", "kubectl") or _TO_A_POD in line.text:
            continue
        kind = next((kind for kind, pattern in _KINDS if pattern.search(line.text, 0, 1_000)), "")
        if kind:
            return Note(kind=kind, values={"line": line.text})
    return None
