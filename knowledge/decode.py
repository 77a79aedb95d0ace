"""What a code means: decode() turns words as people have them into explained codes. Pure, stdlib only; renders nothing.

The parts, in knowledge.codes: words and phrases read the input, arithmetic makes it a byte, tables hold what is
known, ranked chooses, headline says it in one line, answer holds the values that come out.
"""

from __future__ import annotations

from core.bilingual import Bilingual
from knowledge.codes.answer import Decoded, Sysexit, WindowsStatus
from knowledge.codes.arithmetic import as_32_bits, category, looks_windows
from knowledge.codes.headline import headline_of, notes_of
from knowledge.codes.input import LONGEST_TEXT, queries
from knowledge.codes.platform import commands_there
from knowledge.codes.query import Query
from knowledge.codes.ranked import readings_of, sightings_of
from knowledge.codes.signal import signal_of_code
from knowledge.codes.tables import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from core.messages.model import Language
    from knowledge.codes.answer import Reading, Signal


def decode(words: str | Sequence[str], at_most: int = LONGEST_TEXT) -> list[Decoded]:
    """Explain every code in these words, in order; never empty and never raising, whatever the text.

    Of a text longer than `at_most` characters only the beginning is read, and at most 50 codes of it. Words that name
    no code come back as one Decoded that is not `understood`, with a guess where there is one.
    """
    return [explain(one) for one in queries(words, at_most)]


def explain(one: Query) -> Decoded:
    """One code, explained."""
    one = _with_usual_code(one)
    readings, ruled_out = readings_of(one)
    sightings = sightings_of(one)
    return Decoded(
        input=one.input,
        code=one.code,
        steps=_steps(one),
        category=_category(one),
        headline=headline_of(one, readings),
        signal=signal_of_code(one.code) if _category(one) == "signal" else None,
        sysexit=sysexit(one.code),
        windows=_windows(one),
        ambiguous=len(sightings) > 1 or len({reading.family for reading in readings}) > 1,
        readings=readings,
        ruled_out=ruled_out,
        sightings=sightings,
        notes=notes_of(one),
        next=_next(one),
        reason=one.reason,
        runtime=one.runtime,
        understood=one.origin != "unknown",
        guess=one.guess if one.origin == "unknown" else None,
    )


def _with_usual_code(one: Query) -> Query:
    """A reason alone stands for the code it nearly always comes with, where there is one."""
    usual = tables()["reasons"].get(one.reason, {}).get("code") if one.origin == "reason" else None
    return one if usual is None else one.replace(code=usual, number=usual)


def _steps(one: Query) -> tuple[str, ...]:
    both = as_32_bits(one.number) if one.number is not None and looks_windows(one.number) else None
    if both:
        unsigned, signed = both
        as_hex = f"0x{unsigned:08X}"
        return f"{unsigned} = {as_hex}", f"{signed} = {as_hex}", f"{as_hex} & 0xFF = {one.code}"
    signal = signal_of_code(one.code) if _category(one) == "signal" else None
    if signal and not any("128 +" in step for step in one.steps):
        return (*one.steps, f"{one.code} = 128 + {signal.number}")
    return one.steps


def _category(one: Query) -> Any:
    return "out-of-range" if one.number is None else category(one.number)


def sysexit(code: int | None) -> Sysexit | None:
    """The sysexits.h entry of a code, if it has one (0 and 64 to 78)."""
    entry = tables()["sysexits"]["sysexits"].get(code)
    if entry is None or not code:
        return None
    meaning, users = Bilingual(en=entry["en"], zh=entry["zh"]), Bilingual(**entry["users"])
    return Sysexit(number=code, name=entry["name"], meaning=meaning, users=users)


def all_sysexits() -> list[Sysexit]:
    """The whole table of sysexits.h, 64 to 78."""
    return [entry for code in tables()["sysexits"]["sysexits"] if (entry := sysexit(code))]


def _windows(one: Query) -> WindowsStatus | None:
    both = as_32_bits(one.number) if one.number is not None and looks_windows(one.number) else None
    if both is None:
        return None
    unsigned, signed = both
    known = tables()["ntstatus"]["statuses"].get(unsigned, {})
    return WindowsStatus(hex=f"0x{unsigned:08X}", unsigned=unsigned, signed=signed, name=known.get("name", ""))


def _next(one: Query) -> tuple[str, ...]:
    if one.origin == "unknown":
        return ()
    codes = tables()["codes"]
    if one.origin == "reason" and (look := tables()["reasons"][one.reason].get("next")):
        return commands_there(one, look)
    return commands_there(one, codes["codes"].get(one.code, {}).get("next", codes["next"]))


def as_json(decoded: Decoded, language: Language = "en") -> dict[str, object]:
    """One decoded code as the JSON object that `exitcode --json` prints, its sentences in one language."""
    signal, windows, sysexits = decoded.signal, decoded.windows, decoded.sysexit
    return {
        "input": decoded.input,
        "code": decoded.code,
        "steps": list(decoded.steps),
        "class": decoded.category,
        "headline": decoded.headline.of(language),
        "signal": signal and signal_json(signal, language),
        "sysexits": sysexits and sysexit_json(sysexits, language),
        "windows": windows
        and {"hex": windows.hex, "name": windows.name or None, "unsigned": windows.unsigned, "signed": windows.signed},
        "ambiguous": decoded.ambiguous,
        "readings": [_reading_json(reading, language) for reading in decoded.readings],
        "ruled_out": [{"id": one.id, "because": one.because.of(language)} for one in decoded.ruled_out],
        "kubernetes": [
            {"see": row.see.of(language), "was": row.was.of(language), "cause": row.cause} for row in decoded.sightings
        ],
        "notes": [note.of(language) for note in decoded.notes],
        "next": list(decoded.next),
        "context": {"reason": decoded.reason, "runtime": decoded.runtime},
        "understood": decoded.understood,
        "guess": decoded.guess,
    }


def signal_json(signal: Signal, language: Language = "en") -> dict[str, object]:
    """A signal as the `signal` field of as_json."""
    return {
        "number": signal.number,
        "name": signal.name,
        "core": signal.core,
        "action": signal.action,
        "meaning": signal.meaning.of(language),
        "sender": signal.sender.of(language),
        "other_architectures": dict(signal.elsewhere),
        "same_number_elsewhere": dict(signal.same_number),
    }


def sysexit_json(sysexits: Sysexit, language: Language = "en") -> dict[str, object]:
    """A sysexits.h name as the `sysexits` field of as_json."""
    return {
        "number": sysexits.number,
        "name": sysexits.name,
        "meaning": sysexits.meaning.of(language),
        "users": sysexits.users.of(language),
    }


def _reading_json(reading: Reading, language: Language) -> dict[str, str]:
    return {
        "id": reading.id,
        "who": reading.who.en,
        "title": reading.title.of(language),
        "tell_apart": reading.tell_apart.of(language),
        "source": reading.source,
    }
