"""Explained codes as text for a terminal, in one language; pure: width and color are given, nothing is printed."""

from __future__ import annotations

from core.bilingual import Bilingual
from core.record import Frozen
from knowledge.codes.width import MARK, lines, padded, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.messages.model import Language
    from knowledge.codes.answer import Decoded, Reading, Signal, Sysexit

# Readings below the first line, or below the table, before "N more".
FIRST_READINGS, READINGS_BESIDE_TABLE = 5, 3
# Longer lines are hard to read, however wide the window is.
WIDEST, NARROWEST = 110, 40
BOLD, CYAN, DIM, RESET = "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[0m"

WORDS = {
    "see": Bilingual("if you see", "看到"),
    "was": Bilingual("it was", "那么就是"),
    "also": Bilingual("Also possible", "也可能是"),
    "readings": Bilingual("Readings, most likely first", "可能的含义，按可能性排列"),
    "tell": Bilingual("tell: {}", "辨别：{}"),
    "source": Bilingual("source: {} [{}]", "出处：{} [{}]"),
    "sender": Bilingual("sent by: {}", "谁会发：{}"),
    "default": Bilingual("default action: {}", "默认动作：{}"),
    "elsewhere": Bilingual("on other processors: {}", "在其他处理器上：{}"),
    "there": Bilingual("there {} is {}", "在那里 {} 是 {}"),
    "others": Bilingual("alpha/mips/hppa", "alpha/mips/hppa"),
    "out": Bilingual("Ruled out", "已排除"),
    "look": Bilingual("Look", "查看"),
    "more": Bilingual("{} more: exitcode --all {}", "还有 {} 种：exitcode --all {}"),
    "signal": Bilingual("signal", "信号"),
    "number": Bilingual("number", "编号"),
    "code": Bilingual("code", "退出码"),
    "name": Bilingual("name", "名称"),
    "action": Bilingual("default", "默认动作"),
    "meaning": Bilingual("meaning", "含义"),
    "users": Bilingual("who uses it", "谁在用"),
}
ACTIONS = {
    "terminate": Bilingual("terminate", "结束"),
    "core": Bilingual("core", "结束并转储"),
    "ignore": Bilingual("ignore", "忽略"),
    "stop": Bilingual("stop", "暂停"),
    "continue": Bilingual("continue", "继续"),
}


class CodeStyle(Frozen):
    """What is written on: the language, the width in columns, whether colors may be used, and whether everything is
    wanted.
    """

    language: Language = "en"
    columns: int = 80
    color: bool = False
    whole: bool = False

    def word(self, key: str) -> str:
        """One of WORDS in this language."""
        return WORDS[key].of(self.language)

    @property
    def usable(self) -> int:
        """Columns that are written on."""
        return max(NARROWEST, min(self.columns, WIDEST))


def page(decoded: Decoded, paper: CodeStyle) -> str:
    """One explained code: its headline, what tells the causes apart, the likeliest readings, where to look."""
    language = paper.language
    parts = [_styled(_wrapped(decoded.headline.of(language), paper, 0), paper, BOLD)]
    if decoded.steps and decoded.category != "signal":
        parts.append(_styled(_wrapped(" · ".join(decoded.steps), paper, 2), paper, DIM))
    remarks = [*(note.of(language) for note in decoded.notes), *_about_signal(decoded, paper)]
    covered = {name for row in decoded.sightings for name in row.covers}
    if decoded.said and decoded.said.id not in covered and not paper.whole:
        remarks.append(paper.word("tell").format(decoded.said.tell_apart.of(language)))
    parts.append(_styled([line for remark in remarks for line in _wrapped(remark, paper, 2)], paper))
    parts.append(_table(decoded, paper))
    parts.append(_readings(decoded, paper))
    if decoded.ruled_out and paper.whole:
        parts.append(_ruled_out(decoded, paper))
    if decoded.next:
        parts.append("\n".join([f"\n{paper.word('look')}", *(f"  {command}" for command in decoded.next)]))
    return "\n".join(part for part in parts if part) + "\n"


def _about_signal(decoded: Decoded, paper: CodeStyle) -> list[str]:
    """Who sends it, and its numbers elsewhere: where nothing more telling stands below, or everything is wanted."""
    signal = decoded.signal
    if signal is None or (decoded.sightings and not paper.whole):
        return []
    action = ACTIONS[signal.action].of(paper.language)
    about = [paper.word("default").format(action), paper.word("sender").format(signal.sender.of(paper.language))]
    others = [
        f"{number or '-'} ({', '.join(names)})"
        for number, names in _grouped(signal.elsewhere)
        if number != signal.number
    ]
    others += [
        f"{paper.word('there').format(signal.number, name)} ({', '.join(where)})"
        for name, where in _grouped(signal.same_number)
    ]
    return about + ([paper.word("elsewhere").format("; ".join(others))] if others else [])


def _grouped(pairs: Iterable[tuple[object, object]]) -> list[tuple[object, list[str]]]:
    """Architectures that agree, together."""
    groups: dict[object, list[str]] = {}
    for architecture, value in pairs:
        groups.setdefault(value, []).append(str(architecture))
    return list(groups.items())


def _table(decoded: Decoded, paper: CodeStyle) -> str:
    """The two columns: what is seen, what it then was."""
    if not decoded.sightings:
        return ""
    see = [row.see.of(paper.language) for row in decoded.sightings]
    left = min(max(width(_marked(text, paper)) for text in [*see, paper.word("see")]), paper.usable * 45 // 100)
    right = paper.usable - left - 4
    rows = [f"\n  {padded(paper.word('see'), left)}  {paper.word('was')}"]
    for row, seen in zip(decoded.sightings, see, strict=True):
        first, second = lines(_marked(seen, paper), left), lines(_marked(row.was.of(paper.language), paper), right)
        height = max(len(first), len(second))
        for one, other in zip(_tall(first, height), _tall(second, height), strict=True):
            rows.append(f"  {padded(one, left)}  {other}".rstrip())
    head, *body = rows
    return "\n".join([_styled([head], paper, DIM), _styled(body, paper)])


def _tall(some: list[str], height: int) -> list[str]:
    return some + [""] * (height - len(some))


def _readings(decoded: Decoded, paper: CodeStyle) -> str:
    readings: Sequence[Reading] = decoded.readings if paper.whole else decoded.others
    count = len(readings) if paper.whole else READINGS_BESIDE_TABLE if decoded.sightings else FIRST_READINGS
    if not readings:
        return ""
    title = paper.word("readings" if paper.whole else "also")
    out = [f"\n{title}"]
    for reading in readings[:count]:
        out += _reading(reading, paper)
    if left := len(readings) - len(readings[:count]):
        shown = decoded.input if decoded.input.isascii() and " " not in decoded.input else f"'{decoded.input}'"
        out.append("  " + paper.word("more").format(left, shown))
    return _styled(out, paper)


def _reading(reading: Reading, paper: CodeStyle) -> list[str]:
    out = _wrapped(f"• {reading.title.of(paper.language)}", paper, 2, 4)
    out += _wrapped(paper.word("tell").format(reading.tell_apart.of(paper.language)), paper, 4, 4)
    if paper.whole:
        out += _wrapped(paper.word("source").format(reading.source, reading.id), paper, 4, 4)
    return out


def _ruled_out(decoded: Decoded, paper: CodeStyle) -> str:
    out = [f"\n{paper.word('out')}"]
    for one in decoded.ruled_out:
        out += _wrapped(f"{one.id}: {one.because.of(paper.language)}", paper, 2, 4)
    return _styled(out, paper)


def _wrapped(text: str, paper: CodeStyle, indent: int, hanging: int | None = None) -> list[str]:
    """Lines with `indent` spaces before the first and `hanging` before the others."""
    hang = indent if hanging is None else hanging
    first, *rest = lines(_marked(text, paper), paper.usable - max(indent, hang))
    return [" " * indent + first, *(" " * hang + line for line in rest)]


def _marked(text: str, paper: CodeStyle) -> str:
    return text.replace("`", MARK) if paper.color else text


def _styled(some: Iterable[str], paper: CodeStyle, style: str = "") -> str:
    """Lines joined, code spans colored; a span may run over the end of a line."""
    if not paper.color:
        return "\n".join(some)
    out = []
    inside = False
    for line in some:
        done = CYAN if inside else style
        for index, piece in enumerate(line.split(MARK)):
            if index:
                inside = not inside
                done += CYAN if inside else RESET + style
            done += piece
        out.append(done + (RESET if done != line else ""))
    return "\n".join(out)


def signals_table(signals: Sequence[Signal], paper: CodeStyle) -> str:
    """Every signal: number, exit code, name, default action, numbers on other architectures, meaning."""
    head = [paper.word(key) for key in ("number", "code", "name", "action", "others", "meaning")]
    rows = [_signal_row(one, paper) for one in signals]
    return _columns(head, rows, paper)


def _signal_row(signal: Signal, paper: CodeStyle) -> list[str]:
    numbers = [number for _, number in signal.elsewhere]
    others = "/".join(str(number or "-") for number in numbers) if set(numbers) - {signal.number} else ""
    action = ACTIONS[signal.action].of(paper.language)
    return [
        str(signal.number),
        str(128 + signal.number),
        signal.name,
        action,
        others,
        signal.meaning.of(paper.language),
    ]


def sysexits_table(sysexits: Sequence[Sysexit], paper: CodeStyle) -> str:
    """Every sysexits code: number, name, meaning and who uses it."""
    head = [paper.word(key) for key in ("code", "name", "meaning", "users")]
    return _columns(
        head,
        [[str(one.number), one.name, one.meaning.of(paper.language), one.users.of(paper.language)] for one in sysexits],
        paper,
    )


def _columns(head: list[str], rows: list[list[str]], paper: CodeStyle) -> str:
    """Columns as wide as they need, the last two sharing what is left."""
    widths = [max(width(_marked(row[column], paper)) for row in [head, *rows]) for column in range(len(head))]
    free = paper.usable - sum(widths[:-1]) - 2 * (len(head) - 1)
    if free < paper.usable // 3 and len(head) == 4:
        widths[-2] = max(20, widths[-2] - (paper.usable // 3 - free))
    widths[-1] = max(20, paper.usable - sum(widths[:-1]) - 2 * (len(head) - 1))
    out = [_styled(_row(head, widths, paper), paper, DIM)]
    out += [_styled(_row(row, widths, paper), paper) for row in rows]
    return "\n".join(out) + "\n"


def _row(cells: list[str], widths: list[int], paper: CodeStyle) -> list[str]:
    broken = [lines(_marked(cell, paper), columns) for cell, columns in zip(cells, widths, strict=True)]
    height = max(len(cell) for cell in broken)
    tall = [_tall(cell, height) for cell in broken]
    return [
        "  ".join(padded(cell[at], columns) for cell, columns in zip(tall, widths, strict=True)).rstrip()
        for at in range(height)
    ]
