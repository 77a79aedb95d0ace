"""Reads names, phrases and pasted output as codes to explain; pure, bounded in time, and must not explain them.

Two ways: where a code is labelled ("Exit Code: 137", "exit status 2", 退出码 137) only labelled ones count, so that
times and counts beside them are left alone; otherwise every number and every known name counts.
"""

from __future__ import annotations

import re

from knowledge.codes.input import Query, of_integer
from knowledge.codes.names import named, sayings
from knowledge.codes.tokens import joined, merged, of_name, of_number, shown

NUMBER = r"[+-]?(?:0x[0-9a-f]{1,64}|\d{1,4000})(?!\w|[.:]\d)"
# Every repetition is bounded, so that no text takes longer than its length.
LABELLED = re.compile(
    r"(?:\b(?:exit(?:ed|s)?(?:[\s_-]{1,4}with)?(?:[\s_-]{1,4}non-?zero)?(?:[\s_-]{1,4}exit)?[\s_-]{0,4}(?:code|status|value)?"
    r"|return(?:ed|s)?[\s_-]{0,4}(?:code|status|value)?|rc|(?<!status )code(?==)|status(?==)|errno)"
    r"|退出(?:状态)?(?:码|代码)?|返回(?:码|值)|状态码)"
    r"\s{0,9}(?:was|is|of|为|是)?[\"'\s]{0,4}[:=：(（]{0,2}[\"'\s]{0,30}(?P<number>" + NUMBER + ")"
    r"|\breason[\"'\s]{0,4}[:=：][\"'\s]{0,30}(?P<reason>[a-z]{3,40})\b"
    r"|\b(?P<certain>OOMKilled|ContainerStatusUnknown|StartError|ContainerCannotRun|DeadlineExceeded|Evicted)\b",
    re.IGNORECASE,
)
SIGNAL = r"(?:\bsignal|信号)\s{0,4}[:=#]?\s{0,4}(?P<signal>\d{1,3}\b|%s|[a-z]{2,9}\d?(?:[+-]\d{1,2})?\b)"
FREE = (
    r"\bkill\s{1,4}-(?:s\s{0,4}|n\s{0,4})?(?P<kill>[a-z0-9]{1,12})\b"
    r"|" + SIGNAL + r"|(?P<base>\b(?:128|256)|\bsigrtm(?:in|ax)|\brtm(?:in|ax))\s{0,4}(?P<sign>[+-])\s{0,4}"
    r"(?P<added>[a-z0-9]{1,12})\b"
    r"|(?P<said>%s)(?:\s{0,4}\(core dumped\))?"
    r"|(?<![\w.:+-])(?P<number>" + NUMBER + ")"
    r"|(?P<hex>\b[48ce](?=[0-9a-f]{0,6}[a-f])[0-9a-f]{7}\b|\b[48ce]0[0-9a-f]{6}h?\b)"
    r"|(?P<word>[.a-z_][\w.#+-]{0,60})"
)
# In more words than these, `quit` and `config` are English, not SIGQUIT and EX_CONFIG.
SHORT_PHRASE = 6
# Characters people's keyboards and documents put where ASCII has a minus: U+2212, en dash, and the full-width form
# NFKC leaves.
MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})

_free: list[re.Pattern[str]] = []


def read(text: str) -> list[Query]:
    """Everything asked for in this text, in order, each with the reason and the runtime that stand beside it."""
    plain = _plain(text)
    pieces = _labelled(plain) or _unlabelled(plain)
    found = merged(joined(pieces))
    if len(found) == 1:
        return [found[0].replace(input=shown(text))]
    return found or [Query(input=shown(text), origin="unknown", guess=_guess(plain))]


def _plain(text: str) -> str:
    """Full-width digits and letters as ASCII, and every dash as a minus."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFKC", text).translate(MINUS)


def _labelled(text: str) -> list[Query]:
    pieces: list[tuple[int, Query]] = []
    for match in LABELLED.finditer(text):
        if match["number"]:
            pieces.append((match.start(), of_number(match["number"])))
        elif reason := named(match["reason"] or match["certain"]):
            # In `kubectl describe` the reason stands above its code.
            above = of_name(match[0], reason).replace(guess="next" if match["reason"] else None)
            pieces.append((match.start(), above))
    if not any(piece.origin == "number" for _, piece in pieces):
        return []
    if len(text.split()) <= SHORT_PHRASE:
        pieces += _runtimes(text)
    return [piece for _, piece in sorted(pieces, key=lambda one: one[0])]


def _runtimes(text: str) -> list[tuple[int, Query]]:
    """Words of a short phrase that name a runtime; in a longer text `node` is rather a machine."""
    words = [(match.start(), match[0], named(match[0])) for match in re.finditer(r"[.\w#+-]{1,60}", text)]
    return [(at, of_name(word, found)) for at, word, found in words if found and found.kind == "runtime"]


def _unlabelled(text: str) -> list[Query]:
    if not _free:
        said = "|".join(re.escape(phrase) for phrase in sayings())
        _free.append(re.compile(FREE % (said, said), re.IGNORECASE))
    pieces, at = [], 0
    while match := _free[0].search(text, at):
        piece = _piece(match)
        # A phrase that says nothing is left after its first word, so that what follows is read by itself;
        # but the 99 of `signal 99` is no exit code.
        whole = piece or match["word"] or (match["signal"] or "").isdigit()
        at = match.end() if whole else match.start() + _first_word(match[0])
        if piece:
            pieces.append(piece)
    return pieces


def _first_word(phrase: str) -> int:
    """How long the first word of a phrase is: at least one character, so that reading always goes on."""
    return next((at for at, character in enumerate(phrase) if at and character in " \t\n:=#+-"), len(phrase))


def _piece(match: re.Match[str]) -> Query | None:
    """What one match of FREE stands for, or None for a word that means nothing here."""
    if match["base"]:
        return _of_sum(match)
    if match["number"]:
        return of_number(match["number"])
    if match["hex"]:
        return of_number("0x" + match["hex"].rstrip("hH"))
    if signal := match["signal"] or match["kill"]:
        found = named(f"signal {signal}")
        return of_name(match[0], found) if found else None
    found = named(match["said"] or match["word"])
    if found and found.short and len(match.string.split()) > SHORT_PHRASE:
        return None
    return of_name(match[0], found) if found else None


def _of_sum(match: re.Match[str]) -> Query | None:
    base, added = match["base"].lower(), match["added"]
    if not base.isdigit():
        found = named(f"{base}{match['sign']}{added}")
        return of_name(match[0], found) if found else None
    signal = None if added.isdigit() else named(f"signal {added}")
    if signal is None and not added.isdigit():
        return None
    amount = signal.number if signal else int(added)
    number = int(base) + amount if match["sign"] == "+" else int(base) - amount
    whole = of_integer(str(number))
    return whole.replace(input=match[0], steps=(f"{base} {match['sign']} {amount} = {number}", *whole.steps))


def _guess(text: str) -> str | None:
    from knowledge.codes.guess import nearest

    # A runtime without a code: show how the two go together.
    alone = next((piece.runtime for _, piece in _runtimes(text[:200])), None)
    return f"1 {alone}" if alone else nearest(text)
