"""Short ephemeral notices: looking, refused, mistyped, queue down, expired, broke. Pure."""

from slack_sdk.models.blocks import RichTextElement

from bot.access import Refusal
from bot.views import words
from bot.views.blocks.limits import cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import block, bold, line, preformatted
from core.bilingual import LIST_COMMA, Bilingual
from core.messages.model import Language
from core.messages.question import QuestionKind, Target

SHOWN_TARGET = 150
"""Characters of what a person typed that are quoted back."""


def notice(*sentences: str) -> Message:
    """One line a sentence; the first is the notification."""
    return message(" ".join(sentences), [block(*[line(*inline(sentence)) for sentence in sentences])])


def looking(target: Target, language: Language) -> Message:
    """The acknowledgement of a question."""
    return notice(words.LOOKING.to(language, target=_short(target.text)))


def queue_down(target: Target, language: Language) -> Message:
    """The question could not be queued; how to look by hand, and what still works."""
    first = words.QUEUE_DOWN.to(language, target=_short(target.text))
    parts: list[RichTextElement] = [line(*inline(first)), line(bold(words.BY_HAND.to(language)))]
    parts += [preformatted("\n".join(manual_commands(target))), line(*inline(words.CODES_STILL_WORK.to(language)))]
    return message(first, [block(*parts)])


def manual_commands(target: Target) -> tuple[str, ...]:
    """The commands a person would look with; `target`'s names were checked when it was parsed."""
    flags = f"--context {target.cluster} " if target.cluster else ""
    flags += f"-n {target.namespace} " if target.namespace else ""
    name = f"{target.kind}/{target.name}" if target.kind else f"pod/{target.name}"
    container = f" -c {target.container}" if target.container else ""
    return (
        f"kubectl {flags}describe {name}",
        f"kubectl {flags}logs {name} --previous --tail=50{container}",
        f"kubectl {flags}get events --sort-by=.lastTimestamp",
    )


def bad_target(reason: str, text: str, language: Language, kind: QuestionKind = "target") -> Message:
    """What was typed is no target; an example of the same command, and where everything is listed."""
    sentence = words.BAD_TARGET.get(reason, words.NO_TARGET)
    command = "whokilled" if kind == "whokilled" else "whypod"
    return notice(sentence.to(language, text=_short(text), command=command), words.HELP_HINT.to(language))


def refused(refusal: Refusal, user: str, target: Target, language: Language) -> Message:
    """Not here, not you, or not this namespace; and where or what instead."""
    allowed = LIST_COMMA.of(language).join(f"`{pattern}`" for pattern in refusal.allowed) or words.NOTHING_ALLOWED.to(
        language
    )
    sentence = words.REFUSED[refusal.reason].to(
        language,
        user=user,
        namespace=target.namespace or "",
        name=_short(target.name),
        allowed="{allowed}",
        channels="{channels}",
    )
    return notice(sentence.replace("{allowed}", allowed).replace("{channels}", allowed))


def language_set(language: Language, stored: bool) -> Message:
    """The reader's choice, confirmed in the language chosen."""
    return notice((words.LANGUAGE_SET if stored else words.LANGUAGE_SET_FOR_NOW).to(language))


def fixed_notice(sentence: Bilingual, language: Language, **values: object) -> Message:
    """One fixed sentence."""
    return notice(sentence.to(language, **values))


def expired(target: str, language: Language) -> Message:
    """Says that the answer under a button has expired, and how to get a new one."""
    if not target:
        return notice(words.EXPIRED_UNKNOWN.to(language))
    return notice(words.EXPIRED.to(language, target=_short(target)))


def window_expired(language: Language) -> Message:
    """Slack's three seconds for opening a window were over."""
    return notice(words.TOO_SLOW_TO_OPEN.to(language))


def fault(reference: str, language: Language) -> Message:
    """A fault of ours, with the reference under which it is logged."""
    return notice(words.BROKE.to(language, reference=reference))


def _short(text: str) -> str:
    return cut(" ".join(text.split()), SHOWN_TARGET)
