"""Reads names, phrases and pasted output as codes to explain; pure, bounded in time, and must not explain them.

Two ways: where a code is labelled ("Exit Code: 137", "exit status 2", 退出码 137) only labelled ones count, so that
times and counts beside them are left alone; otherwise every number and every known name counts.
"""

from __future__ import annotations

import re

from knowledge.codes.arithmetic import looks_windows, shortened
from knowledge.codes.names import Named, named, sayings
from knowledge.codes.words import Asked, of_integer

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


def read(text: str) -> list[Asked]:
    """Everything asked for in this text, in order, each with the reason and the runtime that stand beside it."""
    plain = _plain(text)
    pieces = _labelled(plain) or _unlabelled(plain)
    found = _merged(_joined(pieces))
    if len(found) == 1:
        return [found[0].replace(input=_shown(text))]
    return found or [Asked(input=_shown(text), origin="unknown", guess=_guess(plain))]


def _shown(text: str) -> str:
    """The input as it may be repeated: on one line, without control characters, not too long."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return shortened(" ".join(printable.split()), 120)


def _plain(text: str) -> str:
    """Full-width digits and letters as ASCII, and every dash as a minus."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFKC", text).translate(MINUS)


def _labelled(text: str) -> list[Asked]:
    pieces: list[tuple[int, Asked]] = []
    for match in LABELLED.finditer(text):
        if match["number"]:
            pieces.append((match.start(), _of_number(match["number"])))
        elif reason := named(match["reason"] or match["certain"]):
            # In `kubectl describe` the reason stands above its code.
            above = _of_name(match[0], reason).replace(guess="next" if match["reason"] else None)
            pieces.append((match.start(), above))
    if not any(piece.origin == "number" for _, piece in pieces):
        return []
    if len(text.split()) <= SHORT_PHRASE:
        pieces += _runtimes(text)
    return [piece for _, piece in sorted(pieces, key=lambda one: one[0])]


def _runtimes(text: str) -> list[tuple[int, Asked]]:
    """Words of a short phrase that name a runtime; in a longer text `node` is rather a machine."""
    words = [(match.start(), match[0], named(match[0])) for match in re.finditer(r"[.\w#+-]{1,60}", text)]
    return [(at, _of_name(word, found)) for at, word, found in words if found and found.kind == "runtime"]


def _unlabelled(text: str) -> list[Asked]:
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


def _piece(match: re.Match[str]) -> Asked | None:
    """What one match of FREE stands for, or None for a word that means nothing here."""
    if match["base"]:
        return _of_sum(match)
    if match["number"]:
        return _of_number(match["number"])
    if match["hex"]:
        return _of_number("0x" + match["hex"].rstrip("hH"))
    if signal := match["signal"] or match["kill"]:
        found = named(f"signal {signal}")
        return _of_name(match[0], found) if found else None
    found = named(match["said"] or match["word"])
    if found and found.short and len(match.string.split()) > SHORT_PHRASE:
        return None
    return _of_name(match[0], found) if found else None


def _of_sum(match: re.Match[str]) -> Asked | None:
    base, added = match["base"].lower(), match["added"]
    if not base.isdigit():
        found = named(f"{base}{match['sign']}{added}")
        return _of_name(match[0], found) if found else None
    signal = None if added.isdigit() else named(f"signal {added}")
    if signal is None and not added.isdigit():
        return None
    amount = signal.number if signal else int(added)
    number = int(base) + amount if match["sign"] == "+" else int(base) - amount
    whole = of_integer(str(number))
    return whole.replace(input=match[0], steps=(f"{base} {match['sign']} {amount} = {number}", *whole.steps))


def _of_number(text: str) -> Asked:
    if "x" not in text.lower():
        return of_integer(text)
    number = int(text, 16)
    whole = of_integer(str(number))
    steps = whole.steps if looks_windows(number) else (f"{shortened(text)} = {shortened(str(number))}", *whole.steps)
    return whole.replace(input=shortened(text), steps=steps)


def _of_name(text: str, found: Named) -> Asked:
    match found.kind:
        case "signal":
            code = 128 + found.number
            return Asked(input=text, code=code, number=code, origin="signal", steps=(f"128 + {found.number} = {code}",))
        case "sysexit":
            return Asked(
                input=text,
                code=found.number,
                number=found.number,
                origin="sysexit",
                steps=(f"{found.name} = {found.number}",),
            )
        case "windows":
            whole = of_integer(str(found.number))
            return whole.replace(input=text, origin="windows")
        case "reason":
            return Asked(input=text, origin="reason", reason=found.name)
        case _:
            return Asked(input=text, origin="runtime", runtime=found.name)


def _joined(pieces: list[Asked]) -> list[Asked]:
    """Reasons and runtimes put to the codes they stand beside: after a code they are that code's, before one the next
    one's.
    """
    codes: list[Asked] = []
    waiting: dict[str, str] = {}
    for piece in pieces:
        if piece.origin == "runtime":
            bare = [index for index, code in enumerate(codes) if code.runtime is None]
            for index in bare:
                codes[index] = codes[index].replace(runtime=piece.runtime)
            if not bare:
                waiting["runtime"] = str(piece.runtime)
        elif piece.origin == "reason":
            if codes and codes[-1].reason is None and piece.guess != "next":
                codes[-1] = codes[-1].replace(reason=piece.reason)
            else:
                waiting["reason"] = str(piece.reason)
        else:
            codes.append(piece.replace(**waiting))
            waiting = {}
    if not codes and "reason" in waiting:
        return [
            Asked(input=waiting["reason"], origin="reason", reason=waiting["reason"], runtime=waiting.get("runtime"))
        ]
    return codes


def _merged(codes: list[Asked]) -> list[Asked]:
    """A signal's name beside its number or code says the same twice: `137 (SIGKILL)`, `signal: 9 (SIGKILL)`."""
    merged: list[Asked] = []
    for code in codes:
        last = merged[-1] if merged else None
        if last and "signal" in (last.origin, code.origin) and code.code is not None:
            numbers = {last.number, code.number}
            if (
                last.code == code.code
                or numbers == {code.code, code.code - 128}
                or numbers == {last.code, (last.code or 0) - 128}
            ):
                merged[-1] = (
                    last
                    if last.code == code.code and last.origin == "number"
                    else max(last, code, key=lambda one: one.code or 0)
                )
                continue
        merged.append(code)
    return merged


def _guess(text: str) -> str | None:
    from knowledge.codes.guess import nearest

    return nearest(text)
