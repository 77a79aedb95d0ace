"""A trace in the reader's language: who sent what, the verdict, what to look at next. Pure; backticks around names.

Names come from a capture, so from whoever chose them: they are cut to one line, and none reaches a command; a command
holds numbers alone.
"""

from dataclasses import dataclass
from string import Template

from core.bilingual import Bilingual
from core.duration import span
from core.messages.model import Confidence, Language
from knowledge.tracing import words
from knowledge.tracing.read import Trace
from knowledge.tracing.trace import Process, SentSignal
from knowledge.tracing.verdict import suspicion

NAME = 80
"""Characters of one process' name or path in a sentence."""
MOST_ANCESTORS = 10
_ARROW = " ← "


@dataclass(frozen=True)
class RenderedVerdict:
    """The answer to "who killed it", from a capture."""

    title: str
    confidence: Confidence
    summary: str
    signal: str
    """`pkill(23549) → SIGKILL → server(7942)`."""
    ancestry: str
    """The sender and its ancestors, the nearest first; empty where the tool does not tell."""
    notes: tuple[str, ...]
    look: tuple[str, ...]
    """Commands for the node; they only look."""


def render(trace: Trace, language: Language) -> RenderedVerdict:
    """The trace's verdict in `language`."""
    verdict = trace.verdict
    title, meaning = words.VERDICTS[verdict.kind]
    values = _values(trace, language)
    return RenderedVerdict(
        title=_fill(title, language, values),
        confidence=verdict.confidence,
        summary=_fill(meaning, language, values).strip(),
        signal=_signal(verdict.about, language),
        ancestry=_ancestry(verdict.about, language),
        notes=tuple(_notes(trace, language)),
        look=tuple(Template(line).safe_substitute(pid=_number(verdict.who)) for line in _look(trace)),
    )


def _values(trace: Trace, language: Language) -> dict[str, str]:
    verdict, about = trace.verdict, trace.verdict.about
    reason = suspicion(verdict.who) if verdict.kind == "intruder" else None
    exe = _short(verdict.who.exe)
    seconds = "" if verdict.grace_seconds is None else f"{verdict.grace_seconds:g}"
    return {
        "who": _called(verdict.who, language),
        "signal": about.name,
        "target": _quoted(about.target, language),
        "why": _fill(words.WHY[reason], language, {"exe": exe}) if reason else "",
        "grace": _fill(words.GRACE, language, {"seconds": seconds}) if seconds else "",
        "login": _fill(words.LOGIN, language, {"login": _short(about.login)}) if about.login else "",
    }


def _look(trace: Trace) -> tuple[str, ...]:
    return words.LOOK.get(trace.verdict.kind, ())


def _notes(trace: Trace, language: Language) -> list[str]:
    """What may mislead: the tool's blind spots, and that a name is chosen by whoever has it."""
    verdict = trace.verdict
    notes: list[Bilingual] = []
    age = _age(verdict.who, verdict.about.sender)
    running = (
        [_fill(words.RUNNING, language, {"who": _called(verdict.who, language), "age": span(age, language)})]
        if age
        else []
    )
    if verdict.about.tool == "table":
        notes.append(words.COMMENT_TABLE)
    if verdict.about.tool == "ftrace":
        notes.append(words.COMMENT_FTRACE)
    if verdict.kind in ("intruder", "unknown", "security", "container"):
        notes += [words.FORGED, words.GONE] if not verdict.who.exe else [words.GONE]
    return [*running, *[note.of(language) for note in notes]]


def _age(process: Process, sender: Process) -> float | None:
    """Seconds for which an ancestor had been running when the sender started; None where no times are known."""
    if process.started is None or sender.started is None or process == sender:
        return None
    return max(sender.started - process.started, 0.0)


def _signal(sent: SentSignal, language: Language) -> str:
    uid = f" (uid {_short(sent.uid)})" if sent.uid else ""
    when = f"{_short(sent.at)}  " if sent.at else ""
    return f"{when}{_plain(sent.sender, language)}{uid} → {sent.name} → {_plain(sent.target, language)}"


def _ancestry(sent: SentSignal, language: Language) -> str:
    if not sent.ancestry:
        return ""
    chain = [_plain(each, language) for each in (sent.sender, *sent.ancestry)[:MOST_ANCESTORS]]
    return _ARROW.join([*chain, "…"] if len(sent.ancestry) >= MOST_ANCESTORS else chain)


def _plain(process: Process, language: Language) -> str:
    name = _called(process, language) if process.name or process.exe or process.pid is None else "PID"
    path = f" [{_short(process.exe)}]" if process.exe and process.name else ""
    return f"{name}({process.pid}){path}" if process.pid is not None and name != "PID" else _or_pid(process, name)


def _or_pid(process: Process, name: str) -> str:
    return f"PID {process.pid}" if name == "PID" else name


def _quoted(process: Process, language: Language) -> str:
    if not process.name and process.pid is None:
        return words.SOMEBODY.of(language)
    return f"`{_plain(process, language)}`"


def _called(process: Process, language: Language) -> str:
    if process.name or process.exe:
        return _short(process.name or process.exe)
    return words.SOMEBODY.of(language) if process.pid is None else f"PID {process.pid}"


def _number(process: Process) -> str:
    return str(process.pid) if process.pid is not None else "PID"


def _short(text: str) -> str:
    flat = " ".join(text.split()).replace("`", "'")
    return flat if len(flat) <= NAME else f"{flat[: NAME - 1]}…"


def _fill(sentence: Bilingual, language: Language, values: dict[str, str]) -> str:
    return Template(sentence.of(language)).safe_substitute(values)
