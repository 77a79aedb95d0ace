"""Several pods fit, or none does: the names to press. Pure."""

from collections.abc import Sequence

from bot.views import words
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import OPTION_TEXT, OPTION_VALUE, Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import block, line
from core.bilingual import BETWEEN_SENTENCES, FINAL_COLON, QUESTION_MARK, Bilingual
from core.messages.answer import Choice, NotFound, Option
from core.messages.model import Language
from core.messages.question import QuestionKind
from knowledge.target import KIND_NAMES, typed

MOST_BUTTONS = 5
"""More buttons than this wrap over a phone's screen; then it is a select."""
_ACTION_IDS: dict[QuestionKind, str] = {"target": "pick", "whokilled": "whokilled.pick"}
"""The action of a pressed name: it repeats the question that led here."""
_POD = Bilingual("pod", "Pod")
MOST_OPTIONS = 100
"""Of a select (docs.slack.dev/reference/block-kit/block-elements/select-menu-element)."""


def choice_message(choice: Choice, language: Language) -> Message:
    """Which of several pods is meant."""
    sentences = [words.SEVERAL.to(language, target=choice.target)]
    more = choice.more + max(len(choice.options) - MOST_OPTIONS, 0)
    if more:
        sentences.append(words.SEVERAL_MORE.to(language, count=more))
    return message(
        sentences[0],
        [
            block(*[line(*inline(sentence)) for sentence in sentences]),
            *_options(choice.options, language, choice.asked),
        ],
    )


def not_found_message(missing: NotFound, language: Language) -> Message:
    """Nothing fits; the nearest names."""
    kind = KIND_NAMES.get(missing.sought or "", _POD.of(language))
    what_is_missing = words.NO_SUCH_NAMESPACE if missing.namespace_missing else words.NO_SUCH_OBJECT
    sentence = what_is_missing.to(language, target=missing.target, kind=kind)
    if not missing.nearest:
        advice = words.NOTHING_NEAR.to(language, kinds=f"{missing.sought or 'pod'}s")
        return message(sentence, [block(line(*inline(sentence)), line(*inline(advice)))])
    question = words.NEAREST.to(language)
    space = BETWEEN_SENTENCES.of(language)
    text = f"{sentence}{space}{question} {typed(missing.nearest[0])}{QUESTION_MARK.of(language)}"
    return message(
        text,
        [
            block(line(*inline(f"{sentence}{space}{question}{FINAL_COLON.of(language)}"))),
            *_options(missing.nearest, language, missing.asked),
        ],
    )


def _options(options: Sequence[Option], language: Language, kind: QuestionKind) -> list[Block]:
    values = [_target_of(option) for option in options]
    if len(options) <= MOST_BUTTONS or any(len(value) > OPTION_VALUE for value in values):
        pairs = list(zip(options, values, strict=True))[: 5 * MOST_BUTTONS]
        return [
            row(
                *[
                    button(f"{_ACTION_IDS[kind]}:{number}", _label(option), value, language)
                    for number, (option, value) in enumerate(pairs)
                ]
            )
        ]
    return [{"type": "actions", "elements": [_select(options[:MOST_OPTIONS], values, language, kind)]}]


def _select(options: Sequence[Option], values: Sequence[str], language: Language, kind: QuestionKind) -> Block:
    return {
        "type": "static_select",
        "action_id": _ACTION_IDS[kind],
        "placeholder": {"type": "plain_text", "text": words.PICK.to(language)},
        "options": [
            {"text": {"type": "plain_text", "text": cut(_label(option), OPTION_TEXT)}, "value": value}
            for option, value in zip(options, values, strict=False)
        ],
    }


def _label(option: Option) -> str:
    return f"{typed(option)} · {option.status}" if option.status else typed(option)


def _target_of(option: Option) -> str:
    container = option.ref.container
    return f"{typed(option)} -c {container}" if container else typed(option)
