"""One word of the question as a piece of it, and pieces put together; pure, and must not search in text (phrases does).

A piece is a code, or a reason or runtime that belongs to the code beside it.
"""

from __future__ import annotations

from knowledge.codes.arithmetic import looks_windows, shortened
from knowledge.codes.names import KnownName, known
from knowledge.codes.query import Query, is_integer, of_integer


def of_word(word: str) -> Query | None:
    """The piece a word is by itself: an integer or a name that is known; None for anything else."""
    if is_integer(word):
        return of_integer(word)
    known_name = known().get(word.lower())
    return of_name(word, known_name) if known_name else None


def of_number(text: str) -> Query:
    """The piece a decimal or hexadecimal number is."""
    if "x" not in text.lower():
        return of_integer(text)
    number = int(text, 16)
    whole = of_integer(str(number))
    steps = whole.steps if looks_windows(number) else (f"{shortened(text)} = {shortened(str(number))}", *whole.steps)
    return whole.replace(input=shortened(text), steps=steps)


def of_name(text: str, known_name: KnownName) -> Query:
    """The piece a known name is, as it was written."""
    match known_name.kind:
        case "signal":
            code = 128 + known_name.number
            return Query(
                input=text, code=code, number=code, origin="signal", steps=(f"128 + {known_name.number} = {code}",)
            )
        case "sysexit":
            return Query(
                input=text,
                code=known_name.number,
                number=known_name.number,
                origin="sysexit",
                steps=(f"{known_name.name} = {known_name.number}",),
            )
        case "windows":
            whole = of_integer(str(known_name.number))
            return whole.replace(input=text, origin="windows")
        case "reason":
            return Query(input=text, origin="reason", reason=known_name.name)
        case _:
            return Query(input=text, origin="runtime", runtime=known_name.name)


def joined(pieces: list[Query]) -> list[Query]:
    """Reasons and runtimes put to the codes they stand beside: after a code they are that code's, before one the next
    one's.
    """
    codes: list[Query] = []
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
            Query(input=waiting["reason"], origin="reason", reason=waiting["reason"], runtime=waiting.get("runtime"))
        ]
    return codes


def merged(codes: list[Query]) -> list[Query]:
    """A signal's name beside its number or code says the same twice: `137 (SIGKILL)`, `signal: 9 (SIGKILL)`."""
    merged: list[Query] = []
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


def shown(text: str) -> str:
    """The input as it may be repeated: on one line, without control characters, not too long."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return shortened(" ".join(printable.split()), 120)
