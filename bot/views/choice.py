"""Several pods fit, or none does: the names to press. Pure."""

from collections.abc import Sequence

from bot.views import words
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import OPTION_TEXT, OPTION_VALUE, Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import block, line
from core.messages.answer import Choice, NotFound, Option
from core.messages.model import Language
from core.messages.question import QuestionKind
from knowledge.target import KIND_NAMES, typed

MOST_BUTTONS = 5
"""More buttons than this wrap over a phone's screen; then it is a select."""
_PICKS: dict[QuestionKind, str] = {"target": "pick", "whokilled": "whokilled.pick"}
"""The action of a pressed name: it repeats the question that led here."""
_POD: dict[Language, str] = {"en": "pod", "zh": "Pod"}
MOST_OPTIONS = 100
"""Of a select (docs.slack.dev/reference/block-kit/block-elements/select-menu-element)."""


def choice(found: Choice, language: Language) -> Message:
    """Which of several pods is meant."""
    said = [words.SEVERAL.to(language, target=found.target)]
    left = found.more + max(len(found.options) - MOST_OPTIONS, 0)
    if left:
        said.append(words.SEVERAL_MORE.to(language, count=left))
    return message(
        said[0], [block(*[line(*inline(one)) for one in said]), *_options(found.options, language, found.asked)]
    )


def not_found(missing: NotFound, language: Language) -> Message:
    """Nothing fits; the nearest names."""
    kind = KIND_NAMES.get(missing.sought or "", _POD[language])
    sentence = words.NO_SUCH_NAMESPACE if missing.namespace_missing else words.NO_SUCH_OBJECT
    said = sentence.to(language, target=missing.target, kind=kind)
    if not missing.nearest:
        advice = words.NOTHING_NEAR.to(language, kinds=f"{missing.sought or 'pod'}s")
        return message(said, [block(line(*inline(said)), line(*inline(advice)))])
    asks = words.NEAREST.to(language)
    space, colon, mark = ("", "：", "？") if language == "zh" else (" ", ":", "?")
    text = f"{said}{space}{asks} {typed(missing.nearest[0])}{mark}"
    return message(
        text, [block(line(*inline(f"{said}{space}{asks}{colon}"))), *_options(missing.nearest, language, missing.asked)]
    )


def _options(options: Sequence[Option], language: Language, asked: QuestionKind) -> list[Block]:
    values = [_again(option) for option in options]
    if len(options) <= MOST_BUTTONS or any(len(value) > OPTION_VALUE for value in values):
        pairs = list(zip(options, values, strict=True))[: 5 * MOST_BUTTONS]
        return [
            row(
                *[
                    button(f"{_PICKS[asked]}:{at}", _label(one), value, language)
                    for at, (one, value) in enumerate(pairs)
                ]
            )
        ]
    return [{"type": "actions", "elements": [_select(options[:MOST_OPTIONS], values, language, asked)]}]


def _select(options: Sequence[Option], values: Sequence[str], language: Language, asked: QuestionKind) -> Block:
    return {
        "type": "static_select",
        "action_id": _PICKS[asked],
        "placeholder": {"type": "plain_text", "text": words.PICK.to(language)},
        "options": [
            {"text": {"type": "plain_text", "text": cut(_label(one), OPTION_TEXT)}, "value": value}
            for one, value in zip(options, values, strict=False)
        ],
    }


def _label(option: Option) -> str:
    return f"{typed(option)} · {option.status}" if option.status else typed(option)


def _again(option: Option) -> str:
    container = option.ref.container
    return f"{typed(option)} -c {container}" if container else typed(option)
