"""An answer as everyone in the channel sees it: who shared it, and no Share button. Pure."""

from bot.views import words
from bot.views.blocks.limits import MESSAGE_BLOCKS, Block, fit
from bot.views.blocks.message import Message
from bot.views.blocks.rich import block, line, person, plain
from core.messages.model import Language


def shared(answer: Message, user: str, language: Language) -> Message:
    """`answer` with a last line that names `user`."""
    blocks = [without for one in answer.blocks if (without := _without_share(one))]
    by = block(line(plain(f"{words.SHARED_BY.to(language)} "), person(user)))
    return Message(answer.text, [*fit(blocks, MESSAGE_BLOCKS - 1), by])


def _without_share(one: Block) -> Block | None:
    """The same block, its Share button taken away; None when nothing else was in it."""
    if one["type"] != "actions":
        return one
    kept = [element for element in one["elements"] if not element["action_id"].endswith(".share")]
    return {**one, "elements": kept} if kept else None
