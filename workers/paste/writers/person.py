"""How a person's line is known among what programs write. Pure."""

import re
from functools import lru_cache

from workers.paste.writers.occasion import CHANGE, LONGEST, QUESTION, RULE
from workers.paste.writers.program import looks_logged, troubled

_CODE_LIKE = re.compile(r"[/\\=<>{}\[\]|_$]|::|->|\w\(|\b0x[0-9a-f]|\w\.\w{2,}|\d{2,}|:\s*$")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(
    r"\b(?:the|is|are|was|my|we|you|it|and|have|has|this|that|please|help|why|how|our|after|but)\b", re.I
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I've|my|we|we're|our|anyone|please|thanks|hi|hello|help|any ideas?|what'?s|why)\b", re.IGNORECASE
)
"""In what a person writes; but programs say `please` and `we`, too."""
_ASKER = re.compile(
    r"\b(?:I|I'm|I've|my|our|anyone|someone|somebody|nobody|thanks|hi|hello|hey|sorry|lgtm|fyi|heads up|reminder"
    r"|please[,.!?]|why|what now|who (?:can|knows|owns|broke)|any (?:ideas?|news)"
    r"|this morning|last (?:week|month|night))(?!\w)",
    re.IGNORECASE,
)
"""What no program says of itself."""
_HEAD = re.compile(r"(?:[Ee]rror|[Ff]atal|FATAL|ERROR|[Ww]arning|[Ff]ailure|[\w./-]{1,60}[a-z]\[\d{1,9}\]|curl|nginx):")
"""How a program's error begins, whatever words follow."""
_ERROR = re.compile(r"[^.!?:]{4,80}: ")
"""What went wrong, and after a colon why: a program's, even where it goes on to explain."""


@lru_cache(maxsize=8192)  # short lines repeat themselves
def looks_said(line: str, *, among_logs: bool = False) -> bool:
    """Whether a person may have written the line to another person, rather than a program.

    Among log lines (`among_logs`) a plain English sentence is the program's.
    """
    text = line.strip()[:LONGEST]
    if not text or looks_logged(text):
        return not text
    if _IDEOGRAPHS.search(text):
        return True
    if _FIRST_PERSON.search(text):
        return not troubled(text) or text.endswith(("?", "!", ".", ":"))
    if troubled(text):
        return False
    words = len(text.split())
    if among_logs:
        return False
    if text.startswith(("# ", "## ", "### ", "- ", "* ")) and words > 2 and not _CODE_LIKE.search(text[2:]):
        return True
    return words > 3 and len(_SENTENCE.findall(text)) >= 2 and not _CODE_LIKE.search(text.rstrip(":"))


@lru_cache(maxsize=8192)  # short lines repeat themselves
def is_person(line: str) -> bool:
    """Whether nobody but a person wrote the line: first person, thanks, prose in Chinese, a rule, a change log."""
    text = line.strip()[:LONGEST]
    if looks_logged(text) or _HEAD.match(text):
        return False
    if _IDEOGRAPHS.search(text):
        return True
    if _ASKER.search(text) and (not _CODE_LIKE.search(text) or text.endswith(("?", "!", ".", ":"))):
        return True
    if QUESTION.match(text) and text.endswith("?"):
        return not _CODE_LIKE.search(text)
    return bool(CHANGE.match(text) or (RULE.search(text) and not (troubled(text) and _ERROR.match(text))))
