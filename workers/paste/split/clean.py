"""Takes a paste's wrapping off: terminal codes, line ends, quoting, fences, smart quotes.

Pure. It must not judge what a line says; it only gives back the lines as the program printed them.
"""

import json
import re

from workers.paste.split.envelopes import unwrapped_entries

ESCAPES = re.compile(
    r"\x1b\[[0-9;?]{0,40}[ -/]{0,4}[@-~]"  # CSI: colors and cursor movement
    r"|\x1b\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)?"  # OSC: window titles and links
    r"|\x1b[@-_a-z]?"
    r"|\^\[\[[0-9;]{0,20}[A-Za-z]"  # the same, as `cat -v` and some web consoles write it
    r"|\[(?:\d{1,3};){0,4}\d{1,3}m"  # the same after the escape character itself was lost
)
DROPPED = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0x7F, 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
SPACES = dict.fromkeys([0xA0, 0x2007, 0x202F, 0x3000, *range(0x2000, 0x2007)], " ")
QUOTES = {0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2018: "'", 0x2019: "'", 0x2013: "-", 0x2026: "..."}
TABLE = {**DROPPED, **SPACES, **QUOTES}
ENTITIES = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&#34;", '"'),
    ("&apos;", "'"),
    ("&nbsp;", " "),
    ("&amp;", "&"),
)
"""What Slack and web pages put for the characters; the ampersand last, so that nothing is undone twice."""

FENCE = re.compile(r"^\s{0,12}(?:`{3,}|~{3,})\s?[\w-]{0,15}\s*$")
QUOTED = re.compile(r"^ {0,3}(?:> ?){1,4}")
LONGEST_STRING = 100_000
"""Characters of a paste that may be one string of JSON; a message is below 1 KB."""
MOST_LINES = 60_000
"""A 4 MB paste of ordinary lines has 40,000; of more than this only the beginning and the end are looked at."""

MOST_DOCUMENT_LINES = 200_000
"""Of YAML and JSON, whose lines are short and quickly read: all of a 4 MB List, so that no object in it is missed."""

_DOCUMENT = re.compile(r'\s{0,80}(?:["{}\[\]]|(?:- )?[a-z][\w./-]{0,100}:(?: |$))')
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[\w\"'(/])|(?<=[\w\"').:])\*\*(?![\w*])")
"""Markdown's bold around or within a line, which people put on the part they mean."""
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr)(?: [^<>\n]{0,100})?\s?/?>(?!\s{0,20}\n)", re.IGNORECASE)
"""Tags that end a line which nothing else ends."""
_TAGS = re.compile(
    r"</?(?:pre|code|details|summary|blockquote|br|p|div|li|tr|span)(?: [^<>\n]{0,100})?\s?/?>", re.IGNORECASE
)
"""What issue trackers and wikis set around output."""
OPENED = "\v"
"""Stands for an opening fence; an empty line likewise, and the beginning of what somebody copied."""
FENCED = "\f"
"""Stands for a closing fence: an empty line for all who only look for text, and the end of a command's output.

Form feeds and vertical tabs of the paste itself are dropped with the other control characters.
"""


def cleaned(text: str) -> str:
    """The text without terminal codes and control characters, with plain spaces, quotes and line feeds."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text or "[" in text:
        text = ESCAPES.sub("", text)
    if "&" in text:
        for entity, character in ENTITIES:
            text = text.replace(entity, character)
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    if not text.isascii() or not text.isprintable():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n").translate(TABLE)
    return text


def _plain(text: str) -> str:
    """A paste that is one string of JSON is what the string holds."""
    bare = text.strip()
    if not (bare.startswith('"') and bare.endswith('"') and "\n" not in bare and len(bare) < LONGEST_STRING):
        return text
    try:
        value = json.loads(bare)
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def lines(text: str) -> list[str]:
    """The cleaned text's lines, quoting and fences taken off; a closing fence is the line `FENCED`."""
    plain_lines = cleaned(unwrapped_entries(_plain(cleaned(text)))).split("\n")
    if len(plain_lines) > MOST_LINES:
        most = MOST_DOCUMENT_LINES if _documents(plain_lines) else MOST_LINES
        plain_lines = [*plain_lines[: most // 2], *plain_lines[-most // 2 :]]
    plain_lines = [_uncelled(_unquoted(line)) for line in plain_lines]
    return _unfenced(plain_lines) if "```" in text or "~~~" in text else plain_lines


def _documents(lines: list[str]) -> bool:
    """Whether most of the lines are of YAML or JSON, by a sample."""
    sample = lines[:: max(1, len(lines) // 200)]
    return sum(_DOCUMENT.match(line) is not None for line in sample) > 0.8 * len(sample)


def _unquoted(line: str) -> str:
    if line[:4].lstrip(" ").startswith(">"):
        line = QUOTED.sub("", line)
    if "**" in line:
        line = _BOLD.sub("", line)
    return line.strip("`") if len(line) > 1 and line[0] == line[-1] == "`" and line[:3] != "```" else line


def _uncelled(line: str) -> str:
    """A row of a Markdown table, or one set apart with dashes, as kubectl would have printed it.

    The table's rule is an empty line.
    """
    text = line.strip()
    if text.startswith(("Normal - ", "Warning - ")):
        return text.replace(" - ", "  ", 4)
    if text[:1] != "|" or text[-1:] != "|" or text.count("|") < 3:
        return line
    cells = [cell.strip() for cell in text[1:-1].split("|")]
    return "" if all(set(cell) <= set("-:") for cell in cells) else "  ".join(cells)


def _unfenced(lines: list[str]) -> list[str]:
    """Fences on lines of their own, and those set right before or after the text."""
    unfenced: list[str] = []
    inside = False
    for line in lines:
        if FENCE.match(line):
            unfenced.append(FENCED if inside else OPENED)
            inside = not inside
            continue
        count = line.count("```")
        if count % 2 and not inside and line.lstrip().startswith("```"):
            unfenced.append(OPENED)
        unfenced.append(line.replace("```", ""))
        if count % 2:
            unfenced.extend([FENCED] if inside else [])
            inside = not inside
    return unfenced
