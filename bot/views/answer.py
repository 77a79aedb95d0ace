"""From any answer that came back through Redis to the message that is posted. Pure."""

from bot.views import words
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import block, line
from bot.views.choice import choice_message, not_found_message
from bot.views.report import report_message
from bot.views.whokilled import capture_message, tracing_message
from core.messages.answer import Answer, Capture, Choice, Failure, NotFound, Tracing
from core.messages.model import Language
from core.messages.report import Report
from knowledge.library import Library, library
from knowledge.text import failure_lines


def answer_message(answer: Answer, language: Language, question_id: str, catalogue: Library | None = None) -> Message:
    """The message for one reader. `question_id` is what its buttons ask for; `catalogue` is the shipped one."""
    if isinstance(answer, Report | Failure) and not answer.target:  # a paste has no name
        answer = answer.model_copy(update={"target": words.YOUR_TEXT.to(language)})
    match answer:
        case Report():
            return report_message(answer, catalogue or library(), language, question_id)
        case Tracing():
            return tracing_message(answer, catalogue or library(), language, question_id)
        case Capture():
            return capture_message(answer, language, question_id)
        case Choice():
            return choice_message(answer, language)
        case NotFound():
            return not_found_message(answer, language)
        case Failure():
            return failure_message(answer, language, question_id)


def failure_message(failure: Failure, language: Language, question_id: str) -> Message:
    """Why there is no answer, and what to do about it. An internal error names the question's id."""
    if failure.problem == "internal" and not failure.said:
        failure = failure.model_copy(update={"said": question_id})
    headline, advice = failure_lines(failure, language)
    return message(headline, [block(line(*inline(headline, strong=True)), line(*inline(advice)))])
