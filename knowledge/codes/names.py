"""The names people give codes: signals, sysexits, Windows statuses, Kubernetes reasons, runtimes; explains none."""

from __future__ import annotations

from core.record import Frozen
from knowledge.codes.tables import tables


class KnownName(Frozen):
    """What a name stands for: its kind (signal, sysexit, windows, reason, runtime), its canonical name and its number
    (0 if none).
    """

    kind: str
    name: str
    number: int = 0
    short: bool = False  # a plain English word too, as `quit` for SIGQUIT


_known: dict[str, KnownName] = {}


def known() -> dict[str, KnownName]:
    """Every name, in lower case, with what it stands for; reasons win over signals, signals over runtimes."""
    if not _known:
        all_tables = tables()
        for name, words in all_tables["runtimes"].items():
            _known.update({word: KnownName(kind="runtime", name=name) for word in [name, *words]})
        for number, status in all_tables["ntstatus"]["statuses"].items():
            _known[status["name"].lower()] = KnownName(kind="windows", name=status["name"], number=number)
        for number, exit_ in all_tables["sysexits"]["sysexits"].items():
            _known[exit_["name"].lower()] = KnownName(kind="sysexit", name=exit_["name"], number=number)
            short = KnownName(kind="sysexit", name=exit_["name"], number=number, short=True)
            _known.setdefault(exit_["name"].lower().removeprefix("ex_"), short)
        _known.update(_signals(all_tables["signals"]["signals"]))
        for name, reason in all_tables["reasons"].items():
            _known.update(
                {word: KnownName(kind="reason", name=name) for word in [name.lower(), *reason.get("says", [])]}
            )
    return _known


def _signals(signals: dict[int, dict[str, object]]) -> dict[str, KnownName]:
    names: dict[str, KnownName] = {}
    for number, signal in signals.items():
        meant = KnownName(kind="signal", name=str(signal["name"]), number=number)
        for name in [meant.name, *signal.get("also", [])]:  # type: ignore[misc]
            names |= {
                name.lower().removeprefix("sig"): meant.replace(short=True),
                name.lower(): meant,
                f"sig{number}": meant,
            }
        # Two signals that print the same words: the first one is the commoner.
        names = {str(phrase).lower(): meant for phrase in signal.get("says", [])} | names  # type: ignore[attr-defined]
    return names


def named(words: str) -> KnownName | None:
    """What these words stand for, or None. `signal 9` and `signal kill` force a signal; `SIGRTMIN+3` is counted out."""
    plain = " ".join(words.lower().split())
    if plain.startswith("signal "):
        return _signal(plain.removeprefix("signal "))
    return known().get(plain) or _real_time(plain) or known().get(plain.rstrip("0123456789.-+")) or None


def _signal(plain: str) -> KnownName | None:
    if plain.isdigit():
        number = int(plain)
        real_time = tables()["signals"]["real_time"]
        if real_time["first"] <= number <= real_time["last"]:
            return KnownName(kind="signal", name=f"SIGRTMIN+{number - real_time['min']}", number=number)
        return next((one for one in known().values() if one.kind == "signal" and one.number == number), None)
    known_name = known().get(plain) or _real_time(plain)
    return known_name if known_name and known_name.kind == "signal" else None


def _real_time(plain: str) -> KnownName | None:
    """SIGRTMIN, SIGRTMIN+n, SIGRTMAX-n, with or without SIG."""
    bare = plain.removeprefix("sig").replace(" ", "")
    real_time = tables()["signals"]["real_time"]
    for name, base, sign in (("rtmin", real_time["min"], 1), ("rtmax", real_time["last"], -1)):
        rest = bare.removeprefix(name)
        if rest == bare or (rest and not rest[1:].isdigit()) or len(rest) > 3:
            continue
        number = base + sign * int(rest[1:] or 0)
        if real_time["first"] <= number <= real_time["last"]:
            return KnownName(kind="signal", name=f"SIGRTMIN+{number - real_time['min']}", number=number)
    return None


def sayings() -> list[str]:
    """Phrases of several words or of Chinese, longest first, that must be matched as a whole."""
    return sorted((name for name in known() if " " in name or not name.isascii()), key=len, reverse=True)
