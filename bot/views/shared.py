"""An answer as everyone in the channel sees it: who shared it, and no Share button. Pure."""

from bot.views import words
from bot.views.blocks.limits import MESSAGE_BLOCKS, Block, fit
from bot.views.blocks.message import Message
from bot.views.blocks.rich import block, line, person, plain
from core.messages.model import Language


def shared_message(answer: Message, user: str, language: Language) -> Message:
    """`answer` with a last line that names `user`."""
    blocks = [kept for entry in answer.blocks if (kept := _without_share(entry))]
    sharer = block(line(plain(f"{words.SHARED_BY.to(language)} "), person(user)))
    return Message(answer.text, [*fit(blocks, MESSAGE_BLOCKS - 1), sharer])


def _without_share(entry: Block) -> Block | None:
    """The same block without its Share button; None when it held nothing else."""
    if entry["type"] != "actions":
        return entry
    kept = [element for element in entry["elements"] if not element["action_id"].endswith(".share")]
    return {**entry, "elements": kept} if kept else None
