"""Which readings a code has, most likely first, and which the words beside it exclude; pure, and renders nothing."""

from __future__ import annotations

from core.bilingual import Bilingual
from knowledge.codes.answer import Reading, RuledOutReading, Sighting
from knowledge.codes.arithmetic import ksh_signal, looks_windows, wait_status
from knowledge.codes.reasons import first_readings, reason_of
from knowledge.codes.signal import signal_by_number, signal_of_code
from knowledge.codes.tables import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from knowledge.codes.query import Query

# Readings of one program say nothing about another one; those of the kernel, the kubelet, the runtime and the shell
# hold for all.
# Signals that end child processes in practice: ILL, ABRT, BUS, FPE, KILL, SEGV, TERM.
# -1 and -2 are rather exit(-1) and exit(-2).
COMMON_SIGNALS = (4, 6, 7, 8, 9, 11, 15)
PROGRAMS = ("language", "program", "tool", "windows")
# What only a Unix has: signals, shells, small inits.
UNIX = ("signal", "shell", "wrapper")


def readings_of(asked: Query) -> tuple[tuple[Reading, ...], tuple[RuledOutReading, ...]]:
    """The readings that stay, ranked, and those that the reason or the runtime rules out."""
    all_readings = tables()["readings"]
    kept: list[str] = []
    out: list[RuledOutReading] = []
    for name in _candidates(asked):
        because = _excluded(all_readings[name], asked)
        if because is None:
            kept.append(name)
        else:
            out.append(RuledOutReading(id=name, because=because))
    if asked.runtime:
        kept.sort(key=lambda name: all_readings[name]["family"] != asked.runtime)
    return tuple(_reading(all_readings[name], asked) for name in kept), tuple(out)


def _candidates(asked: Query) -> list[str]:
    """Ids that could be meant, each once: what the reason names, what the form of the number names, then what the code
    has.
    """
    of_code = [] if asked.code is None or _only_windows(asked) else tables()["by_code"].get(asked.code, [])
    return list(dict.fromkeys([*first_readings(asked), *_of_form(asked), *of_code]))


def _only_windows(asked: Query) -> bool:
    return asked.number is not None and looks_windows(asked.number)


def _of_form(asked: Query) -> list[str]:
    """Readings that the number has as it was written, before it became a byte."""
    number = asked.number
    if number is None:
        return []
    if looks_windows(number):
        name = tables()["ntstatus"]["statuses"].get(number & 0xFFFF_FFFF)
        return [f"windows.{name['id']}"] if name else ["windows.unlisted-status"]
    if wait_status(number) is not None:
        return ["number.wait-status"]
    if ksh_signal(number):
        return ["number.ksh93-signal"]
    return ["number.subprocess-signal"] if -number in COMMON_SIGNALS else []


def _excluded(reading: dict[str, Any], asked: Query) -> Bilingual | None:
    """Why this reading cannot be meant, or None."""
    reason = reason_of(asked)
    named = asked.reason in reading["reasons"] or reading["id"] in first_readings(asked)
    if reason.get("decides") and not named and not reading["reasons"]:
        return Bilingual(en=f"{asked.reason} already says what happened", zh=f"{asked.reason} 已经说明了发生什么")
    if reason and reading["reasons"] and not named:
        shown = "/".join(reading["reasons"])
        en, zh = reading["title"]
        return Bilingual(
            en=f"{en}: the reason would be {shown}, it is {asked.reason}",
            zh=f"{zh}：原因会是 {shown}，而这里是 {asked.reason}",
        )
    kind = tables()["families"][reading["family"]]["kind"]
    if asked.program and (kind in PROGRAMS or reading["runtimes"]):
        return Bilingual(en=f"the program is {asked.program}", zh=f"程序是 {asked.program}")
    bound = reading["runtimes"] or ([reading["family"]] if kind in PROGRAMS else [])
    if asked.runtime and bound and asked.runtime not in bound:
        return Bilingual(en=f"the program is {asked.runtime}", zh=f"程序是 {asked.runtime}")
    if asked.runtime == "windows" and kind in UNIX:
        return Bilingual(en="Windows has no such thing", zh="Windows 上没有这种机制")
    return None


def _reading(reading: dict[str, Any], asked: Query) -> Reading:
    family = tables()["families"][reading["family"]]
    return Reading(
        id=reading["id"],
        family=reading["family"],
        who=Bilingual(en=reading["who"][0], zh=reading["who"][1]),
        kind=family["kind"],
        title=filled(reading["title"], asked),
        tell_apart=filled(reading["tell_apart"], asked),
        source=reading["source"],
    )


def filled(pair: tuple[str, str], asked: Query) -> Bilingual:
    """A pair of sentences with this question's numbers in it: $code, and $inner for what a wrapped number holds."""
    en, zh = pair
    if "$" not in en + zh:
        return Bilingual(en=en, zh=zh)
    for name, value in _numbers(asked).items():
        en, zh = en.replace(name, value), zh.replace(name, value)
    return Bilingual(en=en, zh=zh)


def _numbers(asked: Query) -> dict[str, str]:
    number, inner = asked.number, None
    if number is not None:
        exit_code, signal = wait_status(number), ksh_signal(number) or (-number if -number in COMMON_SIGNALS else None)
        inner = signal if exit_code is None else exit_code
    sent = signal_of_code(asked.code) if inner is None else signal_by_number(inner)
    return {
        "$code": str(asked.code),
        "$number": number_shown(asked),
        "$negative": str((asked.code or 0) - 256),
        "$signal": sent.name if sent else "a signal",
        "$inner": str(inner),
    }


def number_shown(asked: Query) -> str:
    """The number as it was written, without the words around it."""
    bare = asked.input.strip("+-")
    if asked.number is None or bare.isdigit() or bare[:2].lower() == "0x":
        return asked.input
    return str(asked.number)


def sightings_of(asked: Query) -> tuple[Sighting, ...]:
    """The table of observations for this code in Kubernetes, without rows that the reason or the runtime excludes."""
    if asked.code is None or asked.origin == "long" or asked.runtime == "windows" or _of_form(asked):
        return ()
    decides = reason_of(asked).get("decides", False)
    rows = tables()["codes"]["codes"].get(asked.code, {}).get("sightings", [])
    return tuple(
        Sighting(
            see=Bilingual(**row["see"]),
            was=Bilingual(**row["was"]),
            cause=row["cause"],
            covers=tuple(row.get("covers", [])),
        )
        for row in rows
        if (not reason_of(asked) or asked.reason in row.get("reasons", [] if decides else [asked.reason]))
        and (not asked.runtime or asked.runtime in row.get("runtimes", [asked.runtime]))
        and not (asked.program and row.get("runtimes"))
    )
