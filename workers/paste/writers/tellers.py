"""Who tells a fact in a line: a person, whoever runs the container, or a machine about something else. Pure.

The signatures stand here with those that print them; a line that has none of them and is no log is a person's.
"""

import re

from core.messages.model import Writer
from knowledge.signatures import REACH
from knowledge.statements.statement import Statement
from workers.paste.writers.occasion import tells_of_an_occasion
from workers.paste.writers.program import looks_logged
from workers.paste.writers.writer import writer_by_signature

RUN_IT: tuple[Writer, ...] = ("runner", "docker", "init", "kubectl")
"""Those that run a container, or run something in it, and print how that ended."""
REPORT_ENDS: tuple[Writer, ...] = (*RUN_IT, "alerting", "deployer")
"""Those whose report of an end is one of the container."""
FEW_WORDS = 4
"""A line of so few words is a fragment of an output rather than a sentence."""
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
    return writer_by_signature(line) in RUN_IT


def teller(statement: Statement, line: str) -> Writer:
    """Who tells it of the container; empty where the line speaks of something else, as a program's log does."""
    writer = writer_by_signature(line)
    if writer in REPORT_ENDS:
        return writer
    if _WRAPPER.match(line):
        return "program"
    if looks_logged(line) or _MACHINE.match(line) or _INSIDE.search(line[: statement.fact.start]):
        return ""
    if _EXPLAINS.match(line):
        return ""
    words = len(line[:REACH].split(None, FEW_WORDS)) + len(_IDEOGRAPHS.findall(line[:REACH])) // 2
    if statement.fact.writer or words <= FEW_WORDS:
        return "kubectl"  # a fragment of an output
    return "person" if tells_of_an_occasion(line) else ""
