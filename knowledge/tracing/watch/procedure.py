"""procedure(tracing, language): what to do, step by step, on that very node. Pure.

The first way offered is the one that needs least there and shows most; the others stand behind it. Commands hold only
names Kubernetes itself would accept, ids and numbers, so that nothing from a cluster can act in a shell.
"""

import re
from dataclasses import dataclass, field
from string import Template

from core.bilingual import BETWEEN_SENTENCES, Bilingual
from core.duration import span
from core.messages.answer import Tracing
from core.messages.model import Language
from knowledge.text import NextCommand
from knowledge.tracing.systems import can_bpf, can_walk_up, safe_kernel, system_of
from knowledge.tracing.trace import KILL, NAMES, TERM
from knowledge.tracing.watch import scripts, words
from knowledge.tracing.watch.state import ProcedureState, signal_of, state
from knowledge.words import UNSEEN_WHY

_ID = re.compile(r"^(?P<runtime>[a-z-]{1,20})://(?P<id>[0-9a-f]{12,64})$")
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
SHORT_ID = 13
"""Characters of a container id: what crictl prints, and enough to be the only one."""
_SHOW = 'echo "PID $PID: $(tr "\\0" " " < /proc/$PID/cmdline)"'
"""Shows whether it is the right one, with nothing but a shell."""
LEAST_WAIT = 600.0
"""Seconds: twice the last run's life, and never less than ten minutes."""


@dataclass(frozen=True)
class ProcedureStep:
    """One thing to do: a title, remarks before the commands, the commands."""

    title: str
    notes: tuple[str, ...] = ()
    commands: tuple[NextCommand, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """The answer in the reader's language. `steps` is empty where there is nothing to catch."""

    state: ProcedureState
    headline: str
    meaning: str
    remark: str = ""
    """Where the commands run and what they change."""
    steps: tuple[ProcedureStep, ...] = ()
    closing: tuple[str, ...] = ()
    """What to expect, and for how long."""
    others: tuple[ProcedureStep, ...] = field(default=())
    """The other ways, each with its installation."""


def procedure(tracing: Tracing, language: Language) -> Procedure:
    """Everything there is to say and do; the steps are given also where the sender is known, for who insists."""
    return _Plan(tracing, language).procedure()


class _Plan:
    """One answer in the making."""

    def __init__(self, tracing: Tracing, language: Language) -> None:
        self.tracing, self.language = tracing, language
        self.system = system_of(tracing.os_image)
        self.kernel = tracing.kernel
        known = _ID.match(tracing.container_id)
        self.id = known["id"][:SHORT_ID] if known else ""
        runtime = known["runtime"] if known else tracing.runtime.partition(":")[0]
        self.docker = runtime == "docker"
        signal = signal_of(tracing.exit_code) if tracing.exit_code is not None else None
        self.signals = sorted({KILL, TERM, *([signal] if signal else [])})

    def procedure(self) -> Procedure:
        situation = state(self.tracing)
        first = Procedure(
            situation, self._sentence(words.HEADLINES[situation]), self._sentence(words.MEANINGS[situation])
        )
        if situation in ("nowhere", "windows"):
            return first
        ways = self._ways()
        install, watch = self._install(ways[0]), self._watch(ways[0])
        return Procedure(
            first.state,
            first.headline,
            first.meaning,
            self._remark(),
            tuple(step for step in (self._enter(), self._look_back(situation), self._pid(), install, watch) if step),
            self._closing(),
            tuple(self._other(way) for way in ways[1:]),
        )

    def _sentence(self, sentence: Bilingual, **more: str) -> str:
        tracing, code = self.tracing, self.tracing.exit_code
        values = {
            "container": _shown(tracing.container or "container"),
            "node": _shown(tracing.report.node or "NODE"),
            "target": _shown(str(tracing.report.ref or tracing.target)),
            "code": "" if code is None else str(code),
            "ending": self._ending(),
            "system": _shown(tracing.os_image or "Linux"),
            "kernel": _shown(self.kernel),
            **more,
        }
        return Template(sentence.of(self.language)).safe_substitute(values)

    def _ending(self) -> str:
        code = self.tracing.exit_code
        signal = signal_of(code) if code is not None else None
        if code is None or signal is None:
            return "" if code is None else str(code)
        values = {"code": str(code), "signal": NAMES.get(signal, f"signal {signal}")}
        return Template(words.BY_SIGNAL.of(self.language)).substitute(values)

    def _remark(self) -> str:
        sentences = [self._sentence(words.AS_ROOT_SEALED if self.system.sealed else words.AS_ROOT)]
        if not self.tracing.os_image:
            sentences.append(self._sentence(words.NO_NODE, why=self._why()))
        elif self.system.id == "other":
            sentences.append(self._sentence(words.UNKNOWN_SYSTEM))
        return BETWEEN_SENTENCES.of(self.language).join(sentences)

    def _why(self) -> str:
        unseen = next((unseen for unseen in self.tracing.report.unseen if unseen.what == "node"), None)
        return UNSEEN_WHY.get(unseen.why if unseen else "unreadable", UNSEEN_WHY["unreadable"]).of(self.language)

    def _enter(self) -> ProcedureStep | None:
        """A debug pod where nothing can be installed; everywhere else people know their way in."""
        if not self.system.sealed:
            return None
        node, namespace = _name(self.tracing.report.node, "NODE"), self.system.namespace
        cluster = self.tracing.report.ref.cluster if self.tracing.report.ref else None
        context = f"--context {cluster} " if cluster and re.fullmatch(r"[\w.:/@-]{1,200}", cluster) else ""
        line = f"kubectl {context}-n {namespace} debug node/{node} -it --profile=sysadmin --image=alpine"
        return ProcedureStep(words.ENTER.of(self.language), commands=(NextCommand(line, changes=True),))

    def _look_back(self, situation: ProcedureState) -> ProcedureStep | None:
        """Cheaper than waiting, where something was killed and nobody knows by whom."""
        if situation != "open":
            return None
        root = "chroot /host " if self.system.sealed else ""
        lines = scripts.look_back(self.tracing.ended_at, self.system.journal, root)
        return self._step(words.LOOK_BACK, [words.LOOK_BACK_NOTE], list(lines))

    def _pid(self) -> ProcedureStep:
        notes = [words.PID_NEW if self.tracing.running else words.PID_WAITING]
        if self.system.pid:
            line = Template(self.system.pid).safe_substitute(
                node=_name(self.tracing.report.node, "NODE"), id=self.id or "ID"
            )
            return self._step(words.FIND_PID, [words.PID_BY_EYE, words.PID_NEW], [line])
        tool = "docker" if self.docker else "crictl"
        root = "chroot /host " if self.system.sealed else ""
        form = "--format '{{.State.Pid}}'" if self.docker else "--output go-template --template '{{.info.pid}}'"
        lines = [] if self.tracing.running and self.id else [self._wait(f"{root}{tool}")]
        container_id = self.id if not lines else '"$ID"'
        lines.append(f"PID=$({root}{tool} inspect {form} {container_id}); {_SHOW}")
        return self._step(words.FIND_PID, notes, lines)

    def _wait(self, tool: str) -> str:
        """Until a container of that name runs in that pod; the runtimes keep Kubernetes' names as labels."""
        ref = self.tracing.report.ref
        labels = {
            "io.kubernetes.pod.namespace": _name(ref.namespace if ref else None, "NAMESPACE"),
            "io.kubernetes.pod.name": _name(ref.name if ref else None, "POD"),
            "io.kubernetes.container.name": _name(self.tracing.container, "CONTAINER"),
        }
        option = "--filter label=" if self.docker else "--label "
        chosen = " ".join(f"{option}{name}={value}" for name, value in labels.items())
        return f'until ID=$({tool} ps --quiet {chosen}) && [ -n "$ID" ]; do sleep 0.2; done'

    def _ways(self) -> list[str]:
        """Best first. Without a known system, or a package for it, the kernel's own tracing comes first."""
        has_bpf = can_bpf(self.kernel) and (bool(self.system.bpf) or self.system.sealed)
        bpf = ["bpftrace" if can_walk_up(self.kernel) else "bpftrace-plain"] if has_bpf else []
        stap = ["systemtap"] if self.system.stap else []
        bcc = ["killsnoop"] if self.system.bcc and can_bpf(self.kernel) else []
        audit = ["audit"] if not self.system.sealed else []
        if not bpf and self.system.stap:
            return [*stap, "tracefs", *audit]
        return [*bpf, "tracefs", *bcc, *audit, *stap]

    def _install(self, way: str) -> ProcedureStep | None:
        lines = self._lines(way)
        if not lines:
            return None
        if self.system.sealed:
            return ProcedureStep(words.TOOLS.of(self.language), commands=tuple(map(NextCommand, lines)))
        notes = self._about_packages(way)
        return ProcedureStep(
            words.INSTALL.of(self.language), notes, tuple(NextCommand(line, changes=True) for line in lines)
        )

    def _lines(self, way: str) -> tuple[str, ...]:
        """What installs the tool of that way; nothing where there is nothing to install."""
        if self.system.sealed:
            return (
                ("apk add --no-cache bpftrace", "mount -t tracefs tracefs /sys/kernel/tracing") if "bpf" in way else ()
            )
        lists = {"bpftrace": "bpf", "bpftrace-plain": "bpf", "killsnoop": "bcc", "audit": "audit", "systemtap": "stap"}
        if way not in lists or (way in ("systemtap", "killsnoop") and not self.system.has_packages_for(self.kernel)):
            return ()
        rows: tuple[str, ...] = getattr(self.system, lists[way])
        return tuple(row.replace("$kernel", safe_kernel(self.kernel)) for row in rows)

    def _about_packages(self, way: str) -> tuple[str, ...]:
        notes: list[str] = []
        if way in ("systemtap", "killsnoop") and not self.system.has_packages_for(self.kernel):
            notes.append(self._sentence(words.NOT_BUILT))
        if way == "systemtap" and self.system.id in words.OUTDATED:
            notes.append(words.OUTDATED[self.system.id].of(self.language))
        return tuple(notes)

    def _watch(self, way: str) -> ProcedureStep:
        title, about = words.WAYS[way]
        named = f"{words.WATCH.of(self.language)} · {title.of(self.language)}"
        return ProcedureStep(named, (about.of(self.language),), self._commands(way))

    def _other(self, way: str) -> ProcedureStep:
        title, about = words.WAYS[way]
        install = tuple(NextCommand(line, changes=not self.system.sealed) for line in self._lines(way))
        notes = (about.of(self.language), *self._about_packages(way))
        return ProcedureStep(title.of(self.language), notes, (*install, *self._commands(way)))

    def _commands(self, way: str) -> tuple[NextCommand, ...]:
        """What watches; after it, apart, what reads the result and what switches it off."""
        read, off = words.AFTER_KILL.of(self.language), words.AFTERWARDS.of(self.language)
        if way == "audit":
            rules, away = (
                NextCommand(self._script(way), changes=True),
                NextCommand(f"{off}\n{scripts.AUDIT_AWAY}", changes=True),
            )
            return (rules, NextCommand(f"{read}\n{scripts.AUDIT_READ}"), away)
        if way == "tracefs":
            return (NextCommand(self._script(way)), NextCommand(f"{off}\n{scripts.TRACEFS_OFF}"))
        return (NextCommand(self._script(way)),)

    def _script(self, way: str) -> str:
        if way.startswith("bpftrace"):
            return scripts.bpftrace(self.signals, self.kernel)
        if way == "tracefs":
            return scripts.tracefs(self.signals, self.kernel)
        if way == "killsnoop":
            return scripts.killsnoop(self.system.killsnoop)
        return scripts.audit(self.signals, self.kernel) if way == "audit" else scripts.systemtap(self.signals)

    def _closing(self) -> tuple[str, ...]:
        lived = self.tracing.lived_seconds
        if lived is None or lived < 0:
            how_long = self._sentence(words.HOW_LONG_UNKNOWN)
        else:
            wait = span(max(2 * lived, LEAST_WAIT), self.language)
            how_long = self._sentence(words.HOW_LONG, lived=span(lived, self.language), wait=wait)
        return (words.EXPECT.of(self.language), how_long, words.AND_THEN.of(self.language))

    def _step(self, title: Bilingual, notes: list[Bilingual], lines: list[str]) -> ProcedureStep:
        return ProcedureStep(
            title.of(self.language), tuple(note.of(self.language) for note in notes), tuple(map(NextCommand, lines))
        )


def _name(name: str | None, otherwise: str) -> str:
    """A name for a command: as Kubernetes allows it, or a capital word in its place."""
    return name if name and _NAME.fullmatch(name) else otherwise


def _shown(text: str) -> str:
    """Foreign text for a sentence: one line, cut, no backtick that could end a code span."""
    flat = " ".join(text.split()).replace("`", "'")
    return flat if len(flat) <= 120 else f"{flat[:119]}…"
