"""Rich text, the form in which Slack interprets nothing: sections, lists and code blocks. Pure.

Every string that goes in is cut by `limits`; a link is only ever made from an address of our own.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from slack_sdk.models.blocks import (
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextPreformattedElement,
    RichTextSectionElement,
)

from bot.views.blocks.limits import TEXT, cut

RichElement = RichTextElement
"""Something within a line: text, code, a link, a person, a time."""

_STYLE = RichTextElementParts.TextStyle


def plain(text: str, most: int = TEXT) -> RichElement:
    """Text as it is."""
    return RichTextElementParts.Text(text=cut(text, most) or " ")


def bold(text: str, most: int = TEXT) -> RichElement:
    """Text in bold."""
    return RichTextElementParts.Text(text=cut(text, most) or " ", style=_STYLE(bold=True))


def italic(text: str, most: int = TEXT) -> RichElement:
    """Text in italics."""
    return RichTextElementParts.Text(text=cut(text, most) or " ", style=_STYLE(italic=True))


def code(text: str, most: int = TEXT, strong: bool = False) -> RichElement:
    """Text in a fixed-width font; backticks in it are just backticks."""
    return RichTextElementParts.Text(text=cut(text, most) or " ", style=_STYLE(code=True, bold=strong or None))


def link(url: str, text: str) -> RichElement:
    """A link to an address of our own tables; never to one that a cluster or a person wrote."""
    return RichTextElementParts.Link(url=url, text=cut(text, TEXT))


def person(user: str) -> RichElement:
    """A person by Slack's id. It notifies: only for the one who pressed the button."""
    return RichTextElementParts.User(user_id=user)


def moment(at: datetime, pattern: str = "{time_secs}") -> RichElement:
    """A time, shown in each reader's own time zone; UTC where the client cannot."""
    return RichTextElementParts.Date(timestamp=int(at.timestamp()), format=pattern, fallback=f"{at:%H:%M:%S} UTC")


def utc(seconds: float) -> datetime:
    """Seconds since 1970 as a time for `moment`."""
    return datetime.fromtimestamp(seconds, UTC)


def line(*parts: RichElement) -> RichTextSectionElement:
    """One line or paragraph."""
    return RichTextSectionElement(elements=list(parts))


def bullets(items: Iterable[Sequence[RichElement]], style: str = "bullet") -> RichTextListElement:
    """A list, one item a sequence of parts."""
    return RichTextListElement(style=style, indent=0, elements=[line(*item) for item in items])


def preformatted(text: str, most: int = TEXT) -> RichTextPreformattedElement:
    """A block that can be copied as a whole."""
    return RichTextPreformattedElement(border=0, elements=[RichTextElementParts.Text(text=cut(text, most) or " ")])


def block(*elements: RichTextElement) -> dict[str, Any]:
    """The elements, one below the other, as one block."""
    return RichTextBlock(elements=list(elements)).to_dict()
