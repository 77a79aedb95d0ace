"""Which readings a code has, most likely first, and which the words beside it exclude; pure, and renders nothing."""

from __future__ import annotations

from knowledge.codes.answer import Reading, RuledOut, Sighting, Text
from knowledge.codes.arithmetic import ksh_signal, looks_windows, wait_status
from knowledge.codes.reasons import first_readings, reason_of
from knowledge.codes.signal import signal_by_number, signal_of_code
from knowledge.codes.tables import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from knowledge.codes.words import Asked

# Readings of one program say nothing about another one; those of the kernel, the kubelet, the runtime and the shell
# hold for all.
# Signals that end child processes in practice: ILL, ABRT, BUS, FPE, KILL, SEGV, TERM.
# -1 and -2 are rather exit(-1) and exit(-2).
COMMON_SIGNALS = (4, 6, 7, 8, 9, 11, 15)
PROGRAMS = ("language", "program", "tool", "windows")


def readings_of(asked: Asked) -> tuple[tuple[Reading, ...], tuple[RuledOut, ...]]:
    """The readings that stay, ranked, and those that the reason or the runtime rules out."""
    all_readings = tables()["readings"]
    kept: list[str] = []
    out: list[RuledOut] = []
    for name in _candidates(asked):
        because = _excluded(all_readings[name], asked)
        if because is None:
            kept.append(name)
        else:
            out.append(RuledOut(id=name, because=because))
    if asked.runtime:
        kept.sort(key=lambda name: all_readings[name]["family"] != asked.runtime)
    return tuple(_reading(all_readings[name], asked) for name in kept), tuple(out)


def _candidates(asked: Asked) -> list[str]:
    """Ids that could be meant, each once: what the reason names, what the form of the number names, then what the code
    has.
    """
    of_code = [] if asked.code is None or _only_windows(asked) else tables()["by_code"].get(asked.code, [])
    return list(dict.fromkeys([*first_readings(asked), *_of_form(asked), *of_code]))


def _only_windows(asked: Asked) -> bool:
    return asked.number is not None and looks_windows(asked.number)


def _of_form(asked: Asked) -> list[str]:
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


def _excluded(reading: dict[str, Any], asked: Asked) -> Text | None:
    """Why this reading cannot be meant, or None."""
    if reason_of(asked) and reading["reasons"] and asked.reason not in reading["reasons"]:
        shown = "/".join(reading["reasons"])
        return Text(
            en=f"the reason would be {shown}, it is {asked.reason}", zh=f"原因会是 {shown}，而这里是 {asked.reason}"
        )
    kind = tables()["families"][reading["family"]]["kind"]
    if asked.runtime and reading["family"] != asked.runtime and kind in PROGRAMS:
        return Text(en=f"the program is {asked.runtime}", zh=f"程序是 {asked.runtime}")
    if asked.runtime == "windows" and kind == "signal":
        return Text(en="Windows has no signals", zh="Windows 没有信号")
    return None


def _reading(reading: dict[str, Any], asked: Asked) -> Reading:
    family = tables()["families"][reading["family"]]
    return Reading(
        id=reading["id"],
        family=reading["family"],
        who=Text(en=reading["who"][0], zh=reading["who"][1]),
        kind=family["kind"],
        title=filled(reading["title"], asked),
        tell_apart=filled(reading["tell_apart"], asked),
        source=reading["source"],
    )


def filled(pair: tuple[str, str], asked: Asked) -> Text:
    """A pair of sentences with this question's numbers in it: $code, and $inner for what a wrapped number holds."""
    en, zh = pair
    if "$" not in en + zh:
        return Text(en=en, zh=zh)
    for name, value in _numbers(asked).items():
        en, zh = en.replace(name, value), zh.replace(name, value)
    return Text(en=en, zh=zh)


def _numbers(asked: Asked) -> dict[str, str]:
    number = asked.number if asked.number is not None else asked.code
    inner = (
        None
        if number is None
        else wait_status(number)
        if wait_status(number) is not None
        else ksh_signal(number) or -number
    )
    sent = signal_by_number(inner) if inner is not None and number != asked.code else signal_of_code(asked.code)
    return {
        "$code": str(asked.code),
        "$number": asked.input,
        "$negative": str((asked.code or 0) - 256),
        "$signal": sent.name if sent else "a signal",
        "$inner": str(inner),
    }


def sightings_of(asked: Asked) -> tuple[Sighting, ...]:
    """The table of observations for this code in Kubernetes, without rows that the reason or the runtime excludes."""
    if asked.code is None or _only_windows(asked) or asked.runtime == "windows" or _of_form(asked):
        return ()
    rows = tables()["codes"]["codes"].get(asked.code, {}).get("sightings", [])
    return tuple(
        Sighting(
            see=Text(**row["see"]), was=Text(**row["was"]), cause=row["cause"], covers=tuple(row.get("covers", []))
        )
        for row in rows
        if (not reason_of(asked) or asked.reason in row.get("reasons", [asked.reason]))
        and (not asked.runtime or asked.runtime in row.get("runtimes", [asked.runtime]))
    )
