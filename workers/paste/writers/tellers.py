"""Who tells a fact in a line: a person, whoever runs the container, or a machine about something else. Pure.

The signatures stand here with those that print them; a line that has none of them and is no log is a person's.
"""

import re

from knowledge.statements.statement import Statement
from workers.container import ToldBy
from workers.paste.writers.program import looks_logged

FEW_WORDS = 4
"""A line of so few words is a fragment of an output rather than a sentence."""
_TIME = r"(?:\[?\d{4}-\d\d-\d\d[T ][\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)?\]?\s{1,3})?"
_HEAD = r"(?:^" + _TIME + r"|systemd\[\d{1,7}\]: )\W{0,4}(?:##\[error\]|ERROR: |Error: |error: )?"
_RUNNER = re.compile(
    r"\b(?:"  # phrases that mean nothing else, wherever a log's head leaves them
    r"Job failed(?: \(system failure\))?: "  # gitlab-runner common/build.go
    r"|Process completed with exit code"  # GitHub Actions, ScriptHandler.cs
    r"|script returned exit code"  # Jenkins durable-task
    r"|command terminated with exit code"  # kubectl exec
    r"|(?:Bash|PowerShell) exited with code"  # Azure Pipelines
    r"|Bash command failed|Task exited with return code|Task is not able to be run"  # Airflow
    r"|Essential container in task exited|OutOfMemoryError: [Cc]ontainer killed"  # ECS
    r"|Container called exit"  # Cloud Run
    r"|[Cc]ontainer exited with|Container killed on request"  # YARN, Nomad
    r"|process \"[^\"]{1,200}\" did not complete|executor failed running"  # buildkit
    r"|dependency failed to start: container|(?:Exited|Restarting) \(\d{1,3}\)"  # compose, docker ps
    r")|" + _HEAD + r"(?:"
    r"The command '"  # docker build
    r"|[\w.-]{1,80} exited with code \d|service \"[\w.-]{1,80}\" didn't complete"  # compose
    r"|(?:\S{10,40} )?container (?:die|oom) [0-9a-f]{8,64} \("  # docker events
    r"|(?:App|Script) \["  # pm2
    r"|exited: |heroku\["  # supervisord, Heroku
    r"|Terminated {1,4}Exit Code"  # Nomad
    r"|[\w@.:-]{1,80}\.service: |Main PID: |Process: \d"  # systemd src/core/service.c
    r")"
)
"""Those that run the container: their line reports its end, and no program wrote it."""
_WRAPPER = re.compile(
    r"^(?:npm (?:ERR!|error) |error Command failed with exit code|make(?:\[\d{1,3}\])?: \*\*\* "
    r"|Runtime exited with error"
    r"|[\w.]{0,60}CalledProcessError: |RequestId: [\w-]{1,60} Error: Runtime)"
)
"""Programs in the container that end as what they ran did: npm, yarn, make, Lambda's runtime, Python's subprocess."""
_MACHINE = re.compile(r"^(?:kernel: |<\d>|\[\s{0,8}\d{1,9}\.\d{1,9}\]|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )")
"""The kernel's ring buffer and syslog."""
_NODE_UNIT = re.compile(r"\b(?:kubelet|containerd|docker|crio)\.service\b")
_INSIDE = re.compile(
    r"\b(?:[Ff]ailed to|[Uu]nable to|[Cc]ould not|[Cc]annot|rpc error|[Ee]rror (?:while|during"
    r"|executing))\b.{0,1000}: "
)
"""An error of the node's or a program's own, inside which the code of a helper stands: `failed to launch qemu: exit
status 1`."""
_EXPLAINS = re.compile(r"#{1,6} |\|.{1,200}\||[-*] [`*]{1,2}[^`*]{1,80}[`*]{1,2} ?[:：,，(（—–-]|[a-z]{1,20}: \[")
"""A heading, a table's row, an entry of a list of terms: somebody explains what such words mean."""
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]")


def is_node_unit(line: str) -> bool:
    """Whether the line is about a unit of the node itself: how that ends says nothing of a pod."""
    return _NODE_UNIT.search(line[:300]) is not None


def is_runners(line: str) -> bool:
    """Whether somebody that runs the container reports its end in this line."""
    return _RUNNER.search(line[:300]) is not None


def teller(statement: Statement, line: str) -> ToldBy:
    """Who tells it of the container; empty where the line speaks of something else, as a program's log does."""
    if is_runners(line) or _WRAPPER.match(line):
        return "writer"
    if looks_logged(line) or _MACHINE.match(line) or _INSIDE.search(line[: statement.fact.start]):
        return ""
    if _EXPLAINS.match(line):
        return ""
    words = len(line.split()) + len(_IDEOGRAPHS.findall(line[:300])) // 2
    return "writer" if statement.fact.writer or words <= FEW_WORDS else "person"
