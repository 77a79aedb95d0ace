"""Buttons, and what they carry: enough to answer even after the answer itself was forgotten. Pure."""

from dataclasses import dataclass
from typing import Literal

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.views.blocks.limits import ACTIONS, BUTTON_TEXT, BUTTON_VALUE, Block, cut
from core.bilingual import Bilingual
from core.messages.model import Language

Action = Literal[
    "report.previous_log",
    "report.events",
    "report.read_more",
    "report.look_again",
    "report.share",
    "pick",
    "exitcode.ask",
    "exitcode.read_more",
    "exitcode.share",
]
"""What a button does. Several of one kind in a message carry `:0`, `:1` ... behind it: Slack wants them unique."""


def button(
    action: Action | str, label: Bilingual | str, value: str, language: Language, primary: bool = False
) -> ButtonElement:
    """One button. `value` comes back when it is pressed and must fit as it is: a cut one would mean something else."""
    if len(value) > BUTTON_VALUE:
        raise ValueError(f"a button carries at most {BUTTON_VALUE} characters, not {len(value)}")
    text = label.to(language) if isinstance(label, Bilingual) else label
    style = "primary" if primary else None
    return ButtonElement(text=cut(text, BUTTON_TEXT), action_id=action, value=value, style=style)


def row(*buttons: ButtonElement) -> Block:
    """Buttons side by side."""
    return ActionsBlock(elements=list(buttons[:ACTIONS])).to_dict()


@dataclass(frozen=True)
class ButtonValue:
    """What a button under an answer carries: the question's id, and what was asked about, to ask it again."""

    question_id: str
    target: str

    def __str__(self) -> str:
        return f"{self.question_id} {self.target}"[:BUTTON_VALUE]

    @classmethod
    def read(cls, value: str) -> "ButtonValue":
        """From a pressed button's value."""
        question_id, _, target = value.partition(" ")
        return cls(question_id, target)
