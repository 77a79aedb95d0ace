"""The shell command `whypod`: from its words to answers on stdout. It must not know causes, clusters or pastes itself.

The Kubernetes client is imported only when a cluster is asked: explaining files starts 0.2 s sooner without it.
"""

import argparse
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from core.bilingual import COLON
from core.messages.answer import Capture, Choice, Failure, NotFound, Problem
from core.messages.model import Language
from core.messages.question import Target
from core.messages.report import Report
from knowledge.__main__ import language_of
from knowledge.library import Library, library
from knowledge.target import KIND_NAMES, BadTarget, parse, typed
from knowledge.text import explain, failure_lines, ruled_out_line, unseen_line
from workers import words
from workers.captured import capture_json, capture_page
from workers.diagnosis import diagnose
from workers.paste import LARGEST, PasteTooLarge, read
from workers.pasted import explained
from workers.redact import redact, redact_text
from workers.terminal import TerminalStyle, page, printable
from workers.tracing import capture
from workers.without_pods import with_reason

ANSWERED, BROKEN, BAD_USAGE, NOT_FOUND, UNREACHABLE = 0, 1, 2, 3, 4
STDIN = "-"
FILE_ENDINGS = (".yaml", ".yml", ".json", ".txt", ".log", ".out")
"""A word that ends so and is no file is a file that is missing: no pod is called `pod.yaml`."""


class Stop(Exception):
    """One target could not be answered: the message for stderr, the exit status, and what `--json` prints beside it."""

    def __init__(self, message: str, status: int, **more: object) -> None:
        super().__init__(message)
        self.status, self.more = status, more


@dataclass
class Arguments:
    """What the command line asks for."""

    words: list[str]
    language: Language
    as_json: bool = False
    context: str | None = None
    namespace: str | None = None
    container: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer each word in its order; the exit status, the worst of them."""
    reconfigure: Callable[..., None] | None = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")  # a terminal that is not UTF-8 shows a question mark rather than a traceback
    try:
        asked = _asked(sys.argv[1:] if arguments is None else list(arguments), os.environ)
        return max([_say(each, asked) for each in asked.words])
    except BrokenPipeError:  # `whypod ... | head`: the reader has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except KeyboardInterrupt:
        return 130  # 128 + SIGINT


def _asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Arguments:
    """The command line read. Exits with 2 and one line when it makes no sense."""
    language = language_of(environment)

    class Line(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            self.exit(BAD_USAGE, f"whypod: {message}; whypod --help\n")

        def format_help(self) -> str:
            return words.HELP.of(language)

    line = Line(prog="whypod")
    line.add_argument("words", nargs="*")
    line.add_argument("--json", dest="as_json", action="store_true")
    line.add_argument("--lang", dest="language", choices=("en", "zh"), default=language)
    line.add_argument("--context")
    line.add_argument("-n", "--namespace")
    line.add_argument("-c", "--container")
    asked = Arguments(**vars(line.parse_args(arguments)))
    if not asked.words:
        sys.stderr.write(words.HELP.of(asked.language))
        raise SystemExit(BAD_USAGE)
    return asked


def as_json(report: Report, catalogue: Library, language: Language) -> dict[str, Any]:
    """The object `--json` prints."""
    return {
        "target": report.target,
        "findings": [_finding(index, report, catalogue, language) for index in range(len(report.findings))],
        "ruled_out": [
            {"cause": each.cause, "because": ruled_out_line(each, catalogue, language, report)}
            for each in report.ruled_out
        ],
        "unseen": [unseen_line(each, language) for each in report.unseen],
    }


def _finding(index: int, report: Report, catalogue: Library, language: Language) -> dict[str, Any]:
    finding = report.findings[index]
    explanation = explain(finding, catalogue, language, report)
    finer = {"detail": finding.detail} if finding.detail != finding.cause else {}
    return {
        "cause": finding.cause,
        **finer,
        "confidence": finding.confidence,
        "container": finding.container,
        "title": explanation.title,
        "summary": explanation.summary,
        "evidence": [{"source": each.source, "quote": each.quote} for each in finding.evidence],
        "next": [f"{each.text}  # changes the cluster" if each.changes else each.text for each in explanation.commands],
    }


def _say(text: str, asked: Arguments) -> int:
    """Print the answer to one word; its exit status. Every word prints exactly one object with `--json`."""
    try:
        report = _report(text, asked)
    except Stop as stop:
        sys.stderr.write(f"whypod: {printable(str(stop))}\n")
        if asked.as_json:
            _print_json({"target": text, "findings": [], "ruled_out": [], "unseen": [], **stop.more})
        return stop.status
    except Exception:  # noqa: BLE001 - the one blanket except of this process: the next word may still be answered
        sys.stderr.write(traceback.format_exc())
        if asked.as_json:
            _print_json({"target": text, "findings": [], "ruled_out": [], "unseen": [], "error": "internal"})
        return BROKEN
    _print(report, text, asked)
    return ANSWERED


def _print(answer: Report | Capture, text: str, asked: Arguments) -> None:
    if asked.as_json and isinstance(answer, Capture):
        _print_json(capture_json(answer, text, asked.language))
    elif asked.as_json and isinstance(answer, Report):
        _print_json(as_json(answer, library(), asked.language))
    else:
        paper = _paper(asked.language)
        drawn = capture_page(answer, paper) if isinstance(answer, Capture) else page(answer, library(), paper)
        sys.stdout.write(("\n" if text != asked.words[0] else "") + drawn)


def _report(text: str, asked: Arguments) -> Report | Capture:
    if text == STDIN or _is_a_file(text, asked.language):
        return _pasted(text, asked.language)
    answer = _looked(_target(text, asked))
    if isinstance(answer, Report):
        return answer
    raise _unanswered(answer, asked.language)


def _is_a_file(text: str, language: Language) -> bool:
    """An existing path is a file, whatever it is called; a word that can only be one and is not there is an error."""
    path = Path(text)
    try:
        if path.exists():
            return True
    except (OSError, ValueError):  # too long, or with a NUL: no path, so a target, which will say what is wrong
        return False
    if text.startswith(("/", "./", "../", "~")) or text.lower().endswith(FILE_ENDINGS):
        raise Stop(words.NO_FILE.to(language, target=text), NOT_FOUND, error="no-such-file")
    return False


def _pasted(text: str, language: Language) -> Report | Capture:
    """The report on the pod of a paste that is most in trouble; or the trace of signals it is."""
    try:
        with sys.stdin.buffer if text == STDIN else Path(text).open("rb") as file:
            content = file.read(LARGEST + 1).decode("utf-8", "replace")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Stop(words.CANNOT_READ.to(language, target=text, why=why), NOT_FOUND, error="unreadable") from error
    if captured := capture(content, text):
        return captured
    try:
        snapshots = read(content, datetime.now(UTC))
    except PasteTooLarge as error:
        raise _unanswered(Failure(target=text, problem="too-large"), language) from error
    answer = explained(snapshots, lambda seen, name: diagnose(redact(seen), library(), name), text)
    if isinstance(answer, Failure):
        raise _unanswered(answer, language)
    return answer


def _target(text: str, asked: Arguments) -> Target:
    try:
        target = parse(text)
    except BadTarget as error:
        why = words.BAD_TARGETS[error.reason].of(asked.language)
        message = words.BAD_TARGET.to(asked.language, target=text[:80], why=why)
        raise Stop(message, BAD_USAGE, error=error.reason) from error
    given = {"cluster": asked.context, "namespace": target.namespace or asked.namespace, "container": asked.container}
    return target.model_copy(update={name: value for name, value in given.items() if value})


def _looked(target: Target) -> Report | Choice | NotFound | Failure:
    """Ask the cluster; every way in which it does not answer is a `Failure`."""
    from core.settings import BadSettings
    from workers.cluster.connect import Clusters
    from workers.cluster.errors import ClusterError
    from workers.fetch import fetch
    from workers.settings import load

    try:
        seen = fetch(Clusters(load(os.environ)), target)
    except BadSettings as error:
        raise Stop(str(error), BAD_USAGE, error="settings") from error
    except ClusterError as error:
        return Failure(target=target.text, problem=error.problem, said=redact_text(error.said)[0])
    return seen if isinstance(seen, Choice | NotFound) else with_reason(diagnose(seen, library(), target.text), seen)


def _unanswered(answer: Choice | NotFound | Failure, language: Language) -> Stop:
    match answer:
        case Failure():
            headline, advice = failure_lines(answer, language)
            lacking: tuple[Problem, ...] = ("too-large", "nothing-recognized")
            status = BAD_USAGE if answer.problem in (*lacking, "no-such-cluster") else UNREACHABLE
            colon = COLON.of(language)
            return Stop(f"{headline}{colon}{advice}".replace("`", ""), status, error=answer.problem)
        case Choice():
            names = [str(each.ref) for each in answer.options]
            message = " ".join([words.SEVERAL.to(language, target=answer.target), *names])
            return Stop(message, NOT_FOUND, error="ambiguous", options=names)
        case NotFound():
            names = [typed(each) for each in answer.nearest]
            kind = KIND_NAMES.get(answer.sought or "", words.POD.of(language))
            sentence = words.NO_NAMESPACE if answer.namespace_missing else words.NO_OBJECT
            message = sentence.to(language, target=answer.target, kind=kind)
            near = words.NEAREST.to(language, names=", ".join(names)) if names else ""
            return Stop(message + near, NOT_FOUND, error="not-found", nearest=names)


def _print_json(content: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _paper(language: Language) -> TerminalStyle:
    tty = sys.stdout.isatty()
    columns = shutil.get_terminal_size().columns if tty else 80
    return TerminalStyle(language, columns, color=tty and not os.environ.get("NO_COLOR"))  # no-color.org


if __name__ == "__main__":
    sys.exit(main())
