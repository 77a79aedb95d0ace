"""Reads names, phrases and pasted output as codes to explain; pure, bounded in time, and must not explain them.

Two ways: where a text tells how something ended (knowledge.statements) only what it tells counts, so that times and
counts beside it are left alone; otherwise every number and every known name counts.
"""

from __future__ import annotations

import re

from knowledge.codes.counts import without_counts
from knowledge.codes.names import named, sayings
from knowledge.codes.platform import platform_of
from knowledge.codes.programs import named_program, speaking_runtime
from knowledge.codes.query import Query, of_integer
from knowledge.codes.tokens import joined, merged, of_name, of_number, shown
from knowledge.statements.read import read as statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from knowledge.statements.statement import Statement

NUMBER = r"[+-]?(?:0x[0-9a-f]{1,64}|\d{1,4000})(?![A-Za-z0-9_]|[.:]\d)"
SIGNAL = r"(?:\bsignal|信号)\s{0,4}[:=#]?\s{0,4}(?P<signal>\d{1,3}\b|%s|[a-z]{2,9}\d?(?:[+-]\d{1,2})?\b)"
FREE = (
    r"\bkill\s{1,4}-(?:s\s{0,4}|n\s{0,4})?(?P<kill>[a-z0-9]{1,12})\b"
    r"|" + SIGNAL + r"|(?<![\w.:+-])(?P<lower>\d{1,3})\s?[-~～至到]\s?(?P<upper>\d{1,3})(?![A-Za-z0-9_.:-])"
    r"|(?P<base>\b(?:128|256)|\bsigrtm(?:in|ax)|\brtm(?:in|ax))\s{0,4}(?P<sign>[+-])\s{0,4}"
    r"(?P<added>[a-z0-9]{1,12})\b"
    r"|(?P<said>%s)(?:\s{0,4}\(core dumped\))?"
    r"|(?<![A-Za-z0-9_.:+-])(?P<number>" + NUMBER + ")"
    r"|(?P<hex>\b[48ce](?=[0-9a-f]{0,6}[a-f])[0-9a-f]{7}\b|\b[48ce]0[0-9a-f]{6}h?\b)"
    r"|(?P<word>[.a-z_][A-Za-z0-9_.#+-]{0,60})"
)
# In more words than these, `quit` and `config` are English, not SIGQUIT and EX_CONFIG.
SHORT_PHRASE = 6
# In more words than these only a slip in a name is guessed at.
FEW_WORDS = 2
# In more words than these a program that is named is not the one that ended.
MOST_WORDS = 16
# Characters people's keyboards and documents put where ASCII has a minus: U+2212, en dash, and the full-width form
# NFKC leaves.
MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
# From here on a status is systemd's own word for what it could not prepare (systemd.exec(5), PROCESS EXIT CODES).
SYSTEMD_OWN = 200

_free: list[re.Pattern[str]] = []


def read(text: str) -> list[Query]:
    """Everything asked for in this text, in order, each with the reason and the runtime that stand beside it."""
    plain = _plain(text)
    pieces = _stated(plain)
    if not pieces:
        plain = without_counts(plain)
        pieces = _unstated(plain)
    codes = merged(joined(pieces))
    if len(text.split()) <= MOST_WORDS and not any(query.runtime for query in codes):
        runtime = speaking_runtime(plain)
        program = None if runtime else named_program(plain)
        codes = [query.replace(runtime=runtime, program=program) for query in codes]
    if codes:
        platform, name = platform_of(text)
        codes = [query.replace(platform=platform, platform_name=name) for query in codes]
    if len(codes) == 1 and codes[0].origin != "long":
        return [codes[0].replace(input=shown(text))]
    return codes or [Query(input=shown(text), origin="unknown", guess=_guess(plain, len(text.split()) > FEW_WORDS))]


def _plain(text: str) -> str:
    """Full-width digits and letters as ASCII, and every dash as a minus."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFKC", text).translate(MINUS)


def _stated(text: str) -> list[Query]:
    """The ends that the text tells, with the reasons and, in a short phrase, the runtimes beside them."""
    pieces: list[tuple[tuple[int, int], Query]] = []
    for statement in statements(text):
        at = statement.line, statement.fact.start
        pieces += [(at, piece) for piece in _of_statement(statement)]
    if not any(piece.code is not None for _, piece in pieces):
        return []
    if len(text.split()) <= SHORT_PHRASE:
        pieces += [((0, at), piece) for at, piece in _runtimes(text)]
    return [piece for _, piece in sorted(pieces, key=lambda piece: piece[0])]


def _of_statement(statement: Statement) -> list[Query]:
    fact = statement.fact
    match fact.predicate:
        case "exit-code" if fact.writer == "wait":
            return [_of_wait_status(fact.value)]
        case "exit-code":
            first = of_number(fact.value)
            if fact.upper is not None and first.number is not None:
                return _range(first.number, fact.upper) or [first]
            own = fact.writer == "systemd" and (first.code or 0) >= SYSTEMD_OWN
            return [first.replace(runtime="systemd" if own else None)]
        case "signal":
            known = named(f"signal {fact.value}")
            return [of_name(f"signal {fact.value}", known)] if known else []
        case "reason":
            known = None if statement.polarity == "denied" else named(fact.value)
            # In `kubectl describe` the reason stands above its code.
            return [of_name(fact.value, known).replace(guess="next" if fact.key == "reason" else None)] if known else []
        case _:
            return []


def _of_wait_status(digits: str) -> Query:
    """A status as wait(2) fills it in: a signal in its low seven bits, above them whether it dumped core, else a code.

    In decimal; whether core was dumped says nothing more here.
    """
    signal = int(digits[:9]) & 0x7F
    known = named(f"signal {signal}") if signal else None
    return of_name(f"signal {signal}", known) if known else of_number(digits)


def _range(lower: int, upper: int) -> list[Query]:
    """Every code from one to the other; none where that is no range of exit codes."""
    return [of_integer(str(code)) for code in range(lower, upper + 1)] if 0 <= lower < upper <= 255 else []


def _runtimes(text: str) -> list[tuple[int, Query]]:
    """Words of a short phrase that name a runtime; in a longer text `node` is rather a machine."""
    words = [(match.start(), match[0], named(match[0])) for match in re.finditer(r"[.A-Za-z0-9_#+-]{1,60}", text)]
    return [(at, of_name(word, known)) for at, word, known in words if known and known.kind == "runtime"]


def _unstated(text: str) -> list[Query]:
    if not _free:
        phrases = "|".join(re.escape(phrase) for phrase in sayings())
        _free.append(re.compile(FREE % (phrases, phrases), re.IGNORECASE))
    pieces: list[Query] = []
    at = 0
    while match := _free[0].search(text, at):
        own = _pieces(match)
        # A phrase that says nothing is left after its first word, so that what follows is read by itself;
        # but the 99 of `signal 99` is no exit code.
        whole = own or match["word"] or (match["signal"] or "").isdigit()
        at = match.end() if whole else match.start() + _first_word(match[0])
        pieces += own
    return pieces


def _first_word(phrase: str) -> int:
    """How long the first word of a phrase is: at least one character, so that reading always goes on."""
    return next((at for at, character in enumerate(phrase) if at and character in " \t\n:=#+-"), len(phrase))


def _pieces(match: re.Match[str]) -> list[Query]:
    """What one match of FREE stands for; nothing for a word that means nothing here."""
    if match["lower"]:
        lower, upper = int(match["lower"]), int(match["upper"])
        return _range(lower, upper) or ([_of_sum(lower, -1, upper, match[0])] if lower in (128, 256) else [])
    piece = _piece(match)
    return [piece] if piece else []


def _piece(match: re.Match[str]) -> Query | None:
    if match["base"]:
        return _sum(match)
    if match["number"]:
        return of_number(match["number"])
    if match["hex"]:
        return of_number("0x" + match["hex"].rstrip("hH"))
    if signal := match["signal"] or match["kill"]:
        known = named(f"signal {signal}")
        return of_name(match[0], known) if known else None
    known = named(match["said"] or match["word"])
    if known and known.short and len(match.string.split()) > SHORT_PHRASE:
        return None
    return of_name(match[0], known) if known else None


def _sum(match: re.Match[str]) -> Query | None:
    """`128 + 9`, `128+SIGKILL`, `SIGRTMIN+3`."""
    base, added = match["base"].lower(), match["added"]
    if not base.isdigit():
        known = named(f"{base}{match['sign']}{added}")
        return of_name(match[0], known) if known else None
    signal = None if added.isdigit() else named(f"signal {added}")
    if signal is None and not added.isdigit():
        return None
    amount = signal.number if signal else int(added)
    return _of_sum(int(base), 1 if match["sign"] == "+" else -1, amount, match[0])


def _of_sum(base: int, sign: int, amount: int, text: str) -> Query:
    number = base + sign * amount
    whole = of_integer(str(number))
    return whole.replace(input=text, steps=(f"{base} {'+' if sign > 0 else '-'} {amount} = {number}", *whole.steps))


def _guess(text: str, in_a_sentence: bool) -> str | None:
    from knowledge.codes.guess import nearest

    # A runtime without a code: show how the two go together.
    alone = next((piece.runtime for _, piece in _runtimes(text[:200])), None)
    return f"1 {alone}" if alone else nearest(text, in_a_sentence=in_a_sentence)
