"""Turns ids and values into sentences of the reader's language. Pure; it knows neither Slack nor a terminal.

What it returns is plain text with Markdown's backticks around names; the caller escapes for its own surface.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from core.bilingual import COLON, Bilingual
from core.duration import span
from core.messages.answer import Failure, Problem
from core.messages.model import Confidence, Language
from core.messages.report import Finding, Report, RuledOut, Unseen
from core.shell import is_a_name
from knowledge.cause import BUILT_IN, OPTIONAL
from knowledge.library import Library
from knowledge.notes import UNDO, answering_note, note_line
from knowledge.platforms import look_commands, that_apply
from knowledge.sentence import sentence
from knowledge.words import (
    CLAUSES,
    CONFIDENCE,
    NOTHING_FOUND,
    NOTHING_FOUND_ADVICE,
    NOTHING_IN_TEXT,
    NOTHING_IN_TEXT_ADVICE,
    PROBLEMS,
    READY,
    READY_FOR,
    SINCE_THEN,
    STATES,
    UNSEEN_WHAT,
    UNSEEN_WHY,
)

FLAGS = {"namespace": "-n", "container": "-c"}
"""What a command leaves out where the name is not known: kubectl then takes the namespace of the context, and the
pod's default container."""

ON_NODE = frozenset({"cat", "crictl", "df", "dmesg", "journalctl", "nvidia-smi", "sysctl"})
"""Programs that tell of the machine they are started on."""
VALUE_LIMIT = 200
"""Characters of one captured value in a sentence."""


@dataclass(frozen=True)
class NextCommand:
    """One line to copy; `changes` marks those which change the cluster."""

    text: str
    changes: bool = False
    on_node: bool = False
    """For a shell on the node: kubectl does not reach what it asks."""


@dataclass(frozen=True)
class Explained:
    """A finding in words. `more` is Markdown."""

    title: str
    summary: str
    more: str
    commands: tuple[NextCommand, ...]


def explain(finding: Finding, library: Library, language: Language, report: Report) -> Explained:
    """The finding's cause file in `language`, its placeholders filled."""
    cause = library.causes[finding.detail]
    prose = cause.prose[language]
    values = {**_known(finding, report), **_plain(finding.values)}
    look, change = (_of_what_there_is(lines, report) for lines in (cause.look, cause.change))
    look, change = (that_apply(report.platform, lines) for lines in (look, change))
    commands = [NextCommand(line) for line in look_commands(report.platform, report.platform_name)]
    commands += [
        NextCommand(
            _that_answers(_command(line, finding, report), finding, report), on_node=_is_for_the_node(line, report)
        )
        for line in look
    ]
    commands += [NextCommand(_command(line, finding, report), changes=True) for line in change]
    title, summary, more = (sentence(text, values, language) for text in (prose.title, prose.summary, prose.more))
    return Explained(title, summary, more, tuple(commands))


def explain_note(report: Report, language: Language) -> Explained | None:
    """The answer where no cause is found and a note says enough: no pods, a kubectl that failed; None for others."""
    note = answering_note(report)
    if note is None:
        return None
    described = note.values.get("object", "")
    shown = _command(f"kubectl -n $namespace describe {described}", None, report) if is_a_name(described) else ""
    return Explained(note_line(note, language), "", "", (NextCommand(shown),) if shown else ())


def explain_nothing(report: Report, language: Language) -> Explained:
    """The answer where no cause fits: says so, and names the next places to look."""
    if report.ref is None:
        own = tuple(NextCommand(line) for line in look_commands(report.platform, report.platform_name))
        return Explained(NOTHING_IN_TEXT.of(language), NOTHING_IN_TEXT_ADVICE.of(language), "", own)
    ran_before = any(row.restarts or row.last for row in report.containers)
    logs = f"kubectl -n $namespace logs $pod{' --previous' if ran_before else ''} --tail=50"
    commands = tuple(
        NextCommand(_command(line, None, report)) for line in ("kubectl -n $namespace describe pod $pod", logs)
    )
    title = NOTHING_FOUND.to(language, target=report.ref)
    return Explained(title, NOTHING_FOUND_ADVICE.of(language), "", commands)


def state_line(report: Report, language: Language) -> str:
    """`running, 1/1 ready for 6 min`: what the pod is now; empty where that was not shown."""
    state = report.now
    if state is None:
        return ""
    word = STATES.get(state.word, Bilingual(state.word, state.word)).of(language)
    if not state.total:
        return word
    if state.seconds is None:
        return READY.to(language, word=word, ready=state.ready, total=state.total)
    lasting = span(state.seconds, language)
    return READY_FOR.to(language, word=word, ready=state.ready, total=state.total, span=lasting)


def dated_title(finding: Finding, title: str, report: Report, language: Language) -> str:
    """A title of what is over begins with what the pod is now."""
    state = state_line(report, language)
    if not (finding.over and state):
        return title
    return f"{state[0].upper()}{state[1:]}{SINCE_THEN.of(language)}{title}"


def confidence_word(confidence: Confidence, language: Language) -> str:
    """`certain`, `likely`, `possible` in the reader's language."""
    return CONFIDENCE[confidence].of(language)


def undo_commands(report: Report) -> tuple[NextCommand, ...]:
    """Commands that would undo what a note tells of; they change the cluster, and hold only names it accepts."""
    commands = []
    for note in report.notes:
        if change := UNDO.get(note.kind):
            values = {name: value for name, value in note.values.items() if is_a_name(value)}
            commands.append(NextCommand(_command(_fill(change, values), None, report), changes=True))
    return tuple(commands)


def ruled_out_line(ruled_out: RuledOut, library: Library, language: Language, report: Report) -> str:
    """`out of memory: the status says "Error, exit 137"`."""
    cause = library.causes.get(ruled_out.cause)
    first = report.findings[0] if report.findings else None
    title = _without_values(cause.prose[language].title, _known(first, report), language) if cause else ruled_out.cause
    kind = "something" if ruled_out.seen else "nothing"
    because = CLAUSES.get((ruled_out.clause, kind)) or CLAUSES[("any", kind)]
    return f"{title}{COLON.of(language)}{_fill(because.of(language), {'seen': _one_line(ruled_out.seen or '')})}"


def unseen_line(unseen: Unseen, language: Language) -> str:
    """`events: not permitted (forbidden)`."""
    what, _, name = unseen.what.partition("/")
    thing = UNSEEN_WHAT.get(what, Bilingual(what, what)).of(language)
    why = UNSEEN_WHY.get(unseen.why, Bilingual(unseen.why, unseen.why)).of(language)
    where = f" `{name}`" if name else ""
    return f"{thing}{where}{COLON.of(language)}{why}"


def failure_lines(failure: Failure, language: Language) -> tuple[str, str]:
    """Headline and advice of a question that could not be answered."""
    headline, advice = (sentence.of(language) for sentence in PROBLEMS[failure.problem])
    values = {"target": _one_line(failure.target), "said": _one_line(failure.said)}
    return _fill(headline, values), _fill(advice, values)


def problems() -> tuple[Problem, ...]:
    """Every problem there is a sentence for."""
    return tuple(PROBLEMS)


def _known(finding: Finding | None, report: Report) -> dict[str, str]:
    """The values of the built-in placeholders that are known."""
    ref = report.ref
    names = {
        "namespace": ref.namespace if ref else "",
        "pod": ref.name if ref else "",
        "container": (finding.container if finding else None) or "",
        "node": report.node or "",
        "cluster": (ref.cluster if ref else None) or "",
        "owner": report.owner or "",
    }
    return {name: value for name, value in names.items() if value}


def _command(line: str, finding: Finding | None, report: Report) -> str:
    """A command with its names filled: without the flags of names that are not known, with a capital word elsewhere.

    Only names Kubernetes itself would accept, so nothing can act in a shell.
    """
    known = {name: value for name, value in _known(finding, report).items() if is_a_name(value)}
    for name, flag in FLAGS.items():
        if name not in known:
            line = line.replace(f" {flag} ${name}", "")
    return _fill(line, {**{name: name.upper() for name in BUILT_IN}, **known})


def _that_answers(command: str, finding: Finding, report: Report) -> str:
    """Without `--previous` where no run came before or its log is gone: kubectl would answer with an error then."""
    row = next((each for each in report.containers if each.name == finding.container), None)
    ended = row and row.state.startswith("terminated")  # then the present log is the one of the run that ended
    only_run = ended or (row and not row.restarts and row.last is None and row.state.startswith("running"))
    gone = any(each.what == f"previous-log/{finding.container}" and each.why == "expired" for each in report.unseen)
    shown = _among_init_containers(command) if row and row.kind in ("init", "sidecar") else command
    return shown.replace(" --previous", "") if only_run or gone else shown


def _is_for_the_node(line: str, report: Report) -> bool:
    """Whether it is asked on the pod's node; of another platform everything is asked where its text came from."""
    return not report.platform and line.partition(" ")[0] in ON_NODE


def _among_init_containers(command: str) -> str:
    """Init containers and native sidecars stand in lists of their own: a look into the other finds nothing."""
    mine = command.replace(".spec.containers[", ".spec.initContainers[")
    return mine.replace(".status.containerStatuses[", ".status.initContainerStatuses[")


def _of_what_there_is(commands: tuple[str, ...], report: Report) -> tuple[str, ...]:
    """Without those about an owner, where the pod is known and has none."""
    return tuple(line for line in commands if report.owner or not report.ref or "$owner" not in line)


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    """Captured text for a sentence: one line, cut, and no backtick that could close a code span."""
    return {name: _one_line(value) for name, value in values.items() if name not in BUILT_IN}


def _one_line(text: str) -> str:
    flat = " ".join(text.split()).replace("`", "'")
    flat = flat[:-1] if flat.endswith(".") and not flat.endswith("..") else flat  # the sentence has its own
    return flat if len(flat) <= VALUE_LIMIT else flat[: VALUE_LIMIT - 1] + "…"


def _fill(text: str, values: Mapping[str, str]) -> str:
    return Template(text).safe_substitute(values)


def _without_values(title: str, known: Mapping[str, str], language: Language) -> str:
    """A title for a cause that did not fire, so has captured nothing: what is not known becomes an ellipsis."""
    kept = OPTIONAL.sub("", title)
    names = set(Template(kept).get_identifiers()) - BUILT_IN
    return sentence(kept, {**dict.fromkeys(names, "…"), **known}, language)
