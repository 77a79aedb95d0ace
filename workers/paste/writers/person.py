"""What a person writes to another person, and how it is told from what a program wrote. Pure."""

import re

from workers.paste.writers.program import looks_logged, troubled

_CODE_LIKE = re.compile(r"[/\\=<>{}\[\]|_$]|::|->|\w\(|\b0x[0-9a-f]|\w\.\w{2,}|\d{2,}|:\s*$")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(
    r"\b(?:the|is|are|was|my|we|you|it|and|have|has|this|that|please|help|why|how|our|after|but)\b", re.I
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I've|my|we|we're|our|anyone|please|thanks|hi|hello|help|any ideas?|what'?s|why)\b", re.IGNORECASE
)


def looks_said(line: str, *, among_logs: bool = False) -> bool:
    """Whether a person wrote the line to another person, rather than a program.

    Among log lines (`among_logs`) a plain English sentence is the program's.
    """
    text = line.strip()[:600]
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
