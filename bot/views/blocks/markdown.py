"""The catalogue's own Markdown as rich text: paragraphs, lists, fences, tables, `code`, **bold**. Pure.

Only words are taken over: a link becomes its text, so that nothing a cluster put into a sentence can be clicked.
"""

import re
from collections.abc import Callable

from slack_sdk.models.blocks import RichTextElement

from bot.views.blocks.limits import TEXT, clean
from bot.views.blocks.rich import RichElement, bold, bullets, code, italic, line, plain, preformatted

_INLINE = re.compile(r"`([^`\n]{1,1000})`|\*\*([^*\n]{1,1000})\*\*|(?<![\w*])\*([^*\s][^*\n]{0,300})\*(?![\w*])")
_ITEM = re.compile(r"^\s{0,8}(?:[-*]|(\d{1,3})[.)])\s+(.*)$")
_FENCE = re.compile(r"^\s{0,3}```")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_CHINESE_BREAK = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]{0,8}\n[ \t]{0,8}")
"""A line break after a Chinese character or its punctuation: joined without the space that English needs."""
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\s]{1,500}\)")


def inline(text: str, most: int = TEXT, strong: bool = False) -> list[RichElement]:
    """One paragraph as parts of a line; `strong` makes all of it bold."""
    style = bold if strong else plain
    text = _LINK.sub(r"\1", shortened(text, most))
    parts: list[RichElement] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            parts.append(style(text[end : match.start()]))
        quoted, heavy, slanted = match.groups()
        parts.append(code(quoted, strong=strong) if quoted else bold(heavy) if heavy else italic(slanted))
        end = match.end()
    if end < len(text) or not parts:
        parts.append(style(text[end:]))
    return parts


def shortened(text: str, most: int) -> str:
    """One line of at most `most` characters that does not end inside a code span."""
    flat = " ".join(_CHINESE_BREAK.sub("", clean(text[: 8 * most])).split())
    if len(flat) <= most:
        return flat
    head = flat[: most - 1].rstrip()
    return f"{head[: head.rindex('`')].rstrip()}…" if head.count("`") % 2 else f"{head}…"


def elements(text: str) -> list[RichTextElement]:
    """A whole text, one rich text element a paragraph, list, code block or table."""
    parts: list[RichTextElement] = []
    lines = clean(text).splitlines()
    while lines:
        count, element = _next(lines)
        lines = lines[count:]
        if element:
            parts.append(element)
    return parts


def _next(lines: list[str]) -> tuple[int, RichTextElement | None]:
    """How many lines the next element takes, and the element; None for an empty line."""
    first = lines[0]
    if not first.strip():
        return 1, None
    if _FENCE.match(first):
        return _fence(lines)
    if heading := _HEADING.match(first):
        return 1, line(*inline(heading[1], strong=True))
    if _ITEM.match(first):
        return _list(lines)
    if first.lstrip().startswith("|"):
        count = _run(lines, lambda at: at.lstrip().startswith("|"))
        return count, preformatted("\n".join(at.strip() for at in lines[:count]))
    count = _run(lines, _is_prose)
    return count, line(*inline("\n".join(lines[:count])))


def _run(lines: list[str], belongs: Callable[[str], bool]) -> int:
    """How many lines from the first one on belong together; at least one."""
    return next((at for at, text in enumerate(lines) if not belongs(text)), len(lines)) or 1


def _is_prose(text: str) -> bool:
    return bool(text.strip()) and not (_FENCE.match(text) or _HEADING.match(text) or _ITEM.match(text))


def _fence(lines: list[str]) -> tuple[int, RichTextElement]:
    end = next((at for at, text in enumerate(lines[1:], 1) if _FENCE.match(text)), len(lines))
    return end + 1, preformatted("\n".join(lines[1:end]))


def _list(lines: list[str]) -> tuple[int, RichTextElement]:
    """A list's items; an indented line that follows belongs to the item before it."""
    items: list[str] = []
    count = 0
    for text in lines:
        if match := _ITEM.match(text):
            items.append(match[2])
        elif text.startswith("  ") and text.strip():
            items[-1] += f" {text.strip()}"
        else:
            break
        count += 1
    ordered = _ITEM.match(lines[0])
    return count, bullets([inline(item) for item in items], "ordered" if ordered and ordered[1] else "bullet")
