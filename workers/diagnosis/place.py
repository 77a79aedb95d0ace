"""The place in the program's code that a stack trace names: `pricing.go:88`. Pure.

Of a trace's frames the first of the program's own counts, nearest to the error: libraries and the language's runtime
stand above or below it. Forms: Go runtime/traceback.go, Python traceback, java.lang.Throwable, V8's stack, Rust's
panic handler, Ruby's Exception#full_message, PHP's and .NET's uncaught exceptions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 400
"""Lines at the log's end that are looked at; a trace is rarely longer than a hundred."""
LONGEST = 600
"""Characters of a line: a frame names a file and a function."""

_GO = re.compile(r"^\s{1,8}(?P<file>/?[^\s:]{1,200}\.(?:go|s)):(?P<line>\d{1,6})(?: \+0x|$)")
_PYTHON = re.compile(r"^\s{1,8}File \"(?P<file>[^\"]{1,200})\", line (?P<line>\d{1,6})")
_JAVA = re.compile(
    r"^\s{1,8}at (?P<function>[\w.$/@<>-]{1,200})\((?P<file>\w{1,80}\.(?:java|kt|scala|groovy)):(?P<line>\d{1,6})\)"
)
_NODE = re.compile(
    r"^\s{1,8}at (?:[^()\n]{1,160} \()?(?:file://)?(?P<file>[^\s():]{1,200}\.[cm]?[jt]sx?):(?P<line>\d{1,6}):\d"
)
_RUST = re.compile(r"panicked at (?:'.{0,300}', )?(?P<file>[^\s:',]{1,200}\.rs):(?P<line>\d{1,6}):\d")
_RUBY = re.compile(r"^\s{0,8}(?:from )?(?:\d{1,3}: from )?(?P<file>[^\s:]{1,200}\.rb):(?P<line>\d{1,6}):in ['`]")
_PHP = re.compile(r"\bin (?P<file>/[^\s:]{1,200}\.php)(?::| on line )(?P<line>\d{1,6})")
_DOTNET = re.compile(r"^\s{1,8}at .{1,300} in (?P<file>[^\s]{1,200}\.(?:cs|fs|vb)):line (?P<line>\d{1,6})")

_NOT_THEIRS = re.compile(
    r"/usr/(?:local/)?(?:go|lib|share)/|/pkg/mod/|/vendor/|site-packages|dist-packages|^<|node:|node_modules|internal/"
    r"|/rustc/|/\.cargo/|/gems/|^(?:java|javax|jdk|sun|kotlin|scala|jakarta|reactor|com\.sun|org\.(?:springframework|apache"
    r"|hibernate|eclipse|junit))\.|^java\.base"
)
"""Files and packages of runtimes and libraries."""
_CHAINED = re.compile(r"^Caused by: ")


@dataclass(frozen=True)
class Frame:
    """One of a trace: the number of its line in the log, whose code it is, and the place."""

    number: int
    whose: str
    named: str


def place(lines: Sequence[str]) -> str | None:
    """`/app/pricing.go:88` of the last trace in the log; None where there is none."""
    tail = [line[:LONGEST] for line in lines[-MOST_LINES:]]
    traces = [trace for trace in _traces(tail) if trace]
    last = max(traces, key=lambda trace: max(frame.number for frame in trace), default=None)
    if last is None:
        return None
    return next((frame.named for frame in last if not _NOT_THEIRS.search(frame.whose)), last[0].named)


def _traces(tail: Sequence[str]) -> Iterator[list[Frame]]:
    """The last trace of each form, its frames nearest to the error first."""
    for form in (_GO, _NODE, _DOTNET, _RUBY):
        yield _last_block(_frames(tail, form))
    for form in (_PYTHON, _RUST, _PHP):
        yield _last_block(_frames(tail, form))[::-1]
    yield _of_the_last_cause(tail)


def _of_the_last_cause(tail: Sequence[str]) -> list[Frame]:
    """Java: of a chain of causes the last counts, where it has a frame of the program's own."""
    frames = _frames(tail, _JAVA)
    starts = [number for number, line in enumerate(tail) if _CHAINED.match(line)]
    inner = [frame for frame in frames if starts and frame.number > starts[-1]]
    return [*inner, *_last_block(frames)] if inner else _last_block(frames)


def _frames(lines: Sequence[str], form: re.Pattern[str]) -> list[Frame]:
    hits = ((number, form.search(line)) for number, line in enumerate(lines))
    return [
        Frame(number, hit.groupdict().get("function") or hit["file"], f"{hit['file']}:{hit['line']}")
        for number, hit in hits
        if hit
    ]


def _last_block(frames: Sequence[Frame]) -> list[Frame]:
    """Those that belong together: with no more than two other lines between two of them."""
    block: list[Frame] = []
    for frame in frames:
        if block and frame.number - block[-1].number > 3:
            block = []
        block.append(frame)
    return block
