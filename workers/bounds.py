"""Keeps an answer small enough for Redis, whatever a cluster put into it. Pure."""

from typing import Any

from core.messages.answer import ANSWER, Answer
from core.messages.queues import MOST_ANSWER_BYTES

STEPS = ((4000, 200), (1000, 60), (300, 20), (100, 8))
"""Characters of a text and items of a list, tighter until it fits; the last step holds whatever the model allows."""

TAILS = frozenset({"lines", "timeline"})
"""Lists whose end matters more than their beginning."""


def bounded(answer: Answer) -> Answer:
    """The answer itself when it is small enough, else one with its texts and lists cut; never over the limit."""
    for text, items in STEPS:
        if len(answer.model_dump_json().encode()) <= MOST_ANSWER_BYTES:
            break
        answer = ANSWER.validate_python(_cut(answer.model_dump(), text, items))
    return answer


def _cut(value: Any, text: int, items: int, key: str = "") -> Any:
    match value:
        case str():
            return value if len(value) <= text else value[: text - 1] + "…"
        case dict():
            kept = list(value.items())[: max(items, 30)]  # a model's own fields are fewer than 30 and all needed
            return {name: _cut(each, text, items, name) for name, each in kept}
        case list() | tuple():
            kept = list(value[-items:] if key in TAILS else value[:items])
            return [_cut(each, text, items) for each in kept]
    return value
