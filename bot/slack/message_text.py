"""The plain text of a Slack message: text, rich text, code blocks, attachments, previews of snippets. Pure.

It must not judge what the text says. What Slack escapes (`&lt;`) stays escaped: the reader of pastes undoes it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MOST_TEXT = 50_000
"""Characters kept. Slack takes 40,000 in a message; four bytes each still fit into a question."""

MOST_DEPTH = 12
"""Levels of blocks in blocks; Slack itself has four."""

_MARKUP = re.compile(r"<([^<>|\n]{1,3000})(?:\|([^<>\n]{0,3000}))?>")
"""`<https://reg.io/app|reg.io/app>`; a `<` that somebody typed comes as `&lt;` (docs.slack.dev, formatting text)."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\ud800-\udfff]")


def message_text(message: Mapping[str, Any]) -> str:
    """Everything readable in the message, in reading order; empty when there is nothing."""
    parts = [*_body(message)]
    for attachment in _list(message.get("attachments")):
        parts += _attachment(attachment)
    parts += [str(file.get("preview") or "") for file in _list(message.get("files"))]
    text = "\n".join(part for part in parts if part.strip())
    return _CONTROL.sub("", text)[:MOST_TEXT]


def _body(holder: Mapping[str, Any]) -> list[str]:
    """The blocks, or the text where they hold none: for a person's message both say the same."""
    blocks = [text for each in _list(holder.get("blocks")) for text in _block(each, 0)]
    return blocks if any(text.strip() for text in blocks) else [_unlinked(str(holder.get("text") or ""))]


def _attachment(attachment: Mapping[str, Any]) -> Iterator[str]:
    texts = [str(attachment.get(name) or "") for name in ("pretext", "title")]
    fields = [f"{field.get('title', '')}: {field.get('value', '')}" for field in _list(attachment.get("fields"))]
    body = _body(attachment)
    fallback = [str(attachment.get("fallback") or "")] if not any([*texts, *body, *fields]) else []
    yield from (_unlinked(text) for text in [*texts, *body, *fields, *fallback])


def _block(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    """The texts of one block or rich text element, a line or several each."""
    kind = block.get("type")
    if depth > MOST_DEPTH:
        return
    if kind == "rich_text_preformatted":
        yield f"```\n{_run(block)}\n```"
    elif kind in ("rich_text_section", "rich_text_quote"):
        yield _run(block)
    elif kind == "table":
        for row in block.get("rows") or ():
            yield "   ".join(" ".join(_block(cell, depth + 1)) for cell in _list(row))
    else:
        if isinstance(text := block.get("text"), str):
            yield text if kind == "raw_text" else _unlinked(text)
        for inner in [text, *_list(block.get("fields")), *_list(block.get("elements"))]:
            if isinstance(inner, Mapping) and inner.get("type") != "button":
                yield from _block(inner, depth + 1)


def _run(element: Mapping[str, Any]) -> str:
    """Words side by side: a link by what it shows, an emoji or a mention not at all."""
    return "".join(str(part.get("text") or part.get("url") or "") for part in _list(element.get("elements")))


def _unlinked(text: str) -> str:
    """Slack's links as the reader sees them; mentions and dates dropped."""
    return _MARKUP.sub(lambda match: "" if match[1][0] in "@#!" else match[2] or match[1], text)


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
