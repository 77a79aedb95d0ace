"""The one line that is enough to act on, and the short remarks below it; pure, and must not choose readings."""

from __future__ import annotations

from core.bilingual import Bilingual
from knowledge.codes.arithmetic import RESERVED, ksh_signal, looks_windows, shortened, wait_status
from knowledge.codes.ranked import filled, number_shown
from knowledge.codes.reasons import first_readings, misfit_of, reason_of
from knowledge.codes.signal import signal_of_code
from knowledge.codes.tables import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from knowledge.codes.answer import Reading
    from knowledge.codes.query import Query


def headline_of(asked: Query, readings: tuple[Reading, ...]) -> Bilingual:
    """`137 · killed with SIGKILL (128 + 9)`: the code, and what it is in plain words."""
    if asked.origin == "unknown":
        return _not_understood(asked)
    if readings and asked.number is not None and looks_windows(asked.number):
        return _titled(f"0x{asked.number & 0xFFFF_FFFF:08X}", readings[0].title)
    reason = reason_of(asked)
    if reason and asked.origin == "reason":
        return _titled(str(asked.reason), Bilingual(**reason["alone"]))
    if readings and readings[0].id in first_readings(asked):
        return _titled(f"{asked.code} {asked.reason}", readings[0].title)
    if asked.program and _is_own_choice(asked):
        return _unknown_program(asked)
    if asked.runtime and readings and readings[0].family == asked.runtime:
        return _titled(str(asked.code), readings[0].title)
    if readings and readings[0].family == "number":
        return _titled(number_shown(asked), readings[0].title)
    own = tables()["codes"]["codes"].get(asked.code, {})
    if readings and readings[0].kind == "signal" and "en" not in own and not _beyond_a_byte(asked):
        return _titled(str(asked.code), readings[0].title)
    if _beyond_a_byte(asked):
        return Bilingual(
            en=f"{number_shown(asked)} · cannot be an exit status as it stands: Linux keeps {asked.code}",
            zh=f"{number_shown(asked)} · 不可能原样是退出状态：Linux 只保留 {asked.code}",
        )
    return _titled(str(asked.code), _of_code(asked))


def _is_own_choice(asked: Query) -> bool:
    """Whether only the program's own documentation can tell: neither a signal nor what holds for every program."""
    code = asked.code
    return bool(code) and code not in RESERVED and not (_beyond_a_byte(asked) or signal_of_code(code))


def _unknown_program(asked: Query) -> Bilingual:
    return Bilingual(
        en=f"{asked.code} · I don't know {asked.program}'s codes: its documentation or its last log lines say what"
        f" {asked.code} means",
        zh=f"{asked.code} · 我不了解 {asked.program} 的退出码：{asked.code} 的含义请看它的文档或最后几行日志",
    )


def _beyond_a_byte(asked: Query) -> bool:
    return asked.origin == "long" or (asked.number is not None and not -256 < asked.number < 256)


def _of_code(asked: Query) -> Bilingual:
    """What the code is, from its own entry or from what kind of code it is."""
    codes = tables()["codes"]
    if (entry := codes["codes"].get(asked.code)) and "en" in entry:
        return filled((entry["en"], entry["zh"]), asked)
    if sysexit := tables()["sysexits"]["sysexits"].get(asked.code):
        return Bilingual(en=f"{sysexit['name']}: {sysexit['en']}", zh=f"{sysexit['name']}：{sysexit['zh']}")
    signal = signal_of_code(asked.code)
    if signal is None:
        return Bilingual(**codes["own"])
    if signal.action in ("terminate", "core"):
        return Bilingual(
            en=f"ended by {signal.name} (128 + {signal.number}): {signal.meaning.en}",
            zh=f"被 {signal.name} 结束（128 + {signal.number}）：{signal.meaning.zh}",
        )
    return Bilingual(
        en=f"a code the program chose: 128 + {signal.number} would be {signal.name}, which ends nobody",
        zh=f"程序自己选的码：128 + {signal.number} 会是 {signal.name}，但它不会结束任何进程",
    )


def _not_understood(asked: Query) -> Bilingual:
    if not asked.input:
        return Bilingual(en="no code given. For example: 137", zh="没有给出退出码。例如：137")
    given = f"{shortened(asked.input, 60)!r}"
    if asked.guess:
        return Bilingual(
            en=f"{given} is not a code I know; did you mean {asked.guess}? For example: 137",
            zh=f"不认识 {given}；是不是想问 {asked.guess}？例如：137",
        )
    return Bilingual(en=f"{given} is not a code I know. For example: 137", zh=f"不认识 {given}。例如：137")


def _titled(start: str, title: Bilingual) -> Bilingual:
    return Bilingual(en=f"{start} · {title.en}", zh=f"{start} · {title.zh}")


def notes_of(asked: Query) -> tuple[Bilingual, ...]:
    """Notes on the number as written, then on the code, then on a reason that cannot come with it."""
    if asked.origin == "unknown":
        return ()
    codes = tables()["codes"]
    windows = asked.number is not None and looks_windows(asked.number)
    notes = [
        filled((note["en"], note["zh"]), asked)
        for name, note in codes["notes"].items()
        if _applies(name, asked, windows)
    ]
    if not windows:
        notes += [
            filled((note["en"], note["zh"]), asked) for note in codes["codes"].get(asked.code, {}).get("notes", [])
        ]
    if _beyond_a_byte(asked) and not windows:
        notes.append(_titled(str(asked.code), _of_code(asked)))
    if misfit := misfit_of(asked):
        notes.insert(0, filled((misfit["en"], misfit["zh"]), asked))
    return tuple(notes)


def _applies(name: str, asked: Query, windows: bool) -> bool:
    """Whether a remark on the form of the number holds for this one."""
    if name == "windows":
        return windows
    if windows:
        return False
    if name == "long":
        return asked.origin == "long"
    if name == "too_large":
        # Elsewhere the headline says it already.
        return asked.number is not None and (wait_status(asked.number) or ksh_signal(asked.number)) is not None
    if name == "negative":
        return asked.number is not None and -256 < asked.number < 0
    # A bare small number may be a signal somebody read off a log line.
    return name == "small" and asked.origin == "number" and asked.code in (6, 9, 11, 15) and asked.number == asked.code
