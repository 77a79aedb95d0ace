"""The table of emitters: what other projects' programs print, in the forms people paste it.

A file for each emitter. `forms` are templates over a message's fields; a message is asked in every form whose fields
it has. `source` is the repository and file that prints it, `constant` the literal that was compared with that file's
text. A third of the messages is held back by the hash of its id: nobody who writes causes looks at those.
"""

import hashlib
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.cause import LOADER
from tests.scorecard import Answered, pasted

FOLDER = Path(__file__).parent

HELD_OF = 3
"""One in so many messages is held back."""


@dataclass(frozen=True)
class Question:
    """One message in one form."""

    name: str
    """`karpenter/failedscheduling-...:event`."""
    text: str
    held: bool
    case: dict[str, Any]
    """`cause` and `also_acceptable`, as in tests/wordings."""


def emitters() -> dict[str, dict[str, Any]]:
    """Every file by its stem."""
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) for path in sorted(FOLDER.glob("*.yaml"))
    }


def is_held(emitter: str, message: str) -> bool:
    """Whether the hash of its name holds this message back."""
    digest = hashlib.sha256(f"{emitter}/{message}".encode()).hexdigest()
    return int(digest[:8], 16) % HELD_OF == 0


def questions() -> Iterator[Question]:
    """Every message in every form it has the fields for."""
    for name, emitter in emitters().items():
        for message in emitter["messages"]:
            for form, template in emitter["forms"].items():
                fields = {field for _, field, _, _ in string.Formatter().parse(_escaped(template)) if field}
                if fields <= set(message):
                    text = template
                    for field in fields:
                        text = text.replace(f"{{{field}}}", message[field])
                    yield Question(f"{name}/{message['id']}:{form}", text, message.get("held", False), message)


def answered(question: Question) -> Answered:
    """What is said first of this message in this form."""
    report = pasted(question.text)
    acceptable = frozenset({question.case["cause"], *question.case.get("also_acceptable", [])})
    if report is None or not report.findings:
        return Answered(question.name, question.case["cause"], acceptable)
    first = report.findings[0]
    return Answered(question.name, question.case["cause"], acceptable, first.cause, first.confidence)


def _escaped(template: str) -> str:
    """The template with braces that are no field's doubled: a JSON log line has its own."""
    for field in ("text", "reason", "type", "component"):
        template = template.replace(f"{{{field}}}", f"\0{field}\1")
    return template.replace("{", "{{").replace("}", "}}").replace("\0", "{").replace("\1", "}")
