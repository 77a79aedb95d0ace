"""One signal with everything the tables know of it; pure, and must not say who sent it in a given case."""

from __future__ import annotations

from core.bilingual import Bilingual
from knowledge.codes.answer import Signal
from knowledge.codes.arithmetic import SIGNAL_BASE
from knowledge.codes.tables import tables

# The other columns of signal(7), "Signal numbering for standard signals"; x86, ARM and most others share the first.
ARCHITECTURES = ("alpha/sparc", "mips", "parisc")


def signal_of_code(code: int | None) -> Signal | None:
    """The signal that `128 + n` would be, if there is one: 129..192."""
    return signal_by_number(code - SIGNAL_BASE) if code is not None and code > SIGNAL_BASE else None


def signal_by_number(number: int) -> Signal | None:
    """A standard or real-time signal, or None: there is no signal 0 and none above 64."""
    signals = tables()["signals"]
    if number in signals["signals"]:
        return _standard(number, signals["signals"][number], signals)
    real_time = signals["real_time"]
    if not real_time["first"] <= number <= real_time["last"]:
        return None
    if number < real_time["min"]:
        meaning, name = real_time["glibc"], f"SIG{number}"
    else:
        above = number - real_time["min"]
        meaning, name = real_time, f"SIGRTMIN+{above}" if above else "SIGRTMIN"
    return Signal(
        number=number,
        name=name,
        action="terminate",
        meaning=Bilingual(meaning["en"], meaning["zh"]),
        sender=Bilingual(**real_time["sender"]),
    )


def all_signals() -> list[Signal]:
    """The 31 standard signals and the two ends of the real-time range."""
    numbers = [
        *tables()["signals"]["signals"],
        tables()["signals"]["real_time"]["min"],
        tables()["signals"]["real_time"]["last"],
    ]
    return [signal for number in numbers if (signal := signal_by_number(number))]


def _standard(number: int, signal: dict[str, object], signals: dict[str, dict[object, object]]) -> Signal:
    elsewhere = signal.get("elsewhere", [number] * len(ARCHITECTURES))
    return Signal(
        number=number,
        name=str(signal["name"]),
        action=str(signal["action"]),
        meaning=Bilingual(en=str(signal["en"]), zh=str(signal["zh"])),
        sender=Bilingual(**signal["sender"]),  # type: ignore[arg-type]
        elsewhere=tuple(zip(ARCHITECTURES, elsewhere, strict=True)),  # type: ignore[call-overload]
        same_number=tuple(_same_number(number, signals)),
    )


def _same_number(number: int, signals: dict[str, dict[object, object]]) -> list[tuple[str, str]]:
    """What this number is on the architectures where it is another signal: 10 is SIGBUS on Alpha."""
    namesakes = []
    for column, architecture in enumerate(ARCHITECTURES):
        for other, signal in signals["signals"].items():
            numbers = signal.get("elsewhere", [other] * 3)  # type: ignore[attr-defined]
            if numbers[column] == number and other != number:
                namesakes.append((architecture, str(signal["name"])))  # type: ignore[index]
        for name, numbers in signals["absent"].items():
            if numbers[column] == number and not any(one == architecture for one, _ in namesakes):  # type: ignore[index]
                namesakes.append((architecture, str(name)))
    return namesakes
