"""What decode() answers with: plain frozen values in both languages; no tables, no rendering for Slack or terminals."""

from __future__ import annotations

from core.bilingual import Bilingual
from core.record import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Category = Literal["signal", "application", "success", "reserved", "out-of-range", "windows"]


class Signal(Frozen):
    """A Linux signal as numbered on x86 and ARM; `elsewhere`: its number on other architectures (None: absent)."""

    number: int
    name: str
    action: str  # terminate, core, ignore, stop or continue: the default action of signal(7)
    meaning: Bilingual
    sender: Bilingual  # who usually sends it to a container
    elsewhere: tuple[tuple[str, int | None], ...] = ()
    same_number: tuple[tuple[str, str], ...] = ()  # what this number means on another architecture, where it differs

    @property
    def core(self) -> bool:
        """Whether the default action dumps core."""
        return self.action == "core"


class Sysexit(Frozen):
    """A name of sysexits.h."""

    number: int
    name: str
    meaning: Bilingual
    users: Bilingual  # who really exits with it


class WindowsStatus(Frozen):
    """A 32-bit Windows status; `name` is empty when the table does not know it."""

    hex: str
    unsigned: int
    signed: int
    name: str


class Reading(Frozen):
    """One thing a code can mean, and how to tell that it is this one."""

    id: str
    family: str
    kind: str  # kubernetes, runtime, signal, shell, language, wrapper, program, tool, general or windows
    who: Bilingual
    title: Bilingual
    tell_apart: Bilingual
    source: str


class Sighting(Frozen):
    """One row of a code's table for Kubernetes: what is seen, what it then was, and that cause's id."""

    see: Bilingual
    was: Bilingual
    cause: str
    covers: tuple[str, ...] = ()  # ids of readings that say the same


class RuledOutReading(Frozen):
    """A reading that the reason or runtime given with the code excludes."""

    id: str
    because: Bilingual


class Decoded(Frozen):
    """Everything known of one code as somebody wrote it. Readings stand most likely first, each id once.

    `code` is the byte a Linux process can leave behind, or None when the words name no code (a reason such as Evicted).
    `guess` is set when the words were not understood; then there are no readings.
    """

    input: str
    code: int | None
    steps: tuple[str, ...] = ()
    category: Category = "out-of-range"
    headline: Bilingual
    signal: Signal | None = None
    sysexit: Sysexit | None = None
    windows: WindowsStatus | None = None
    ambiguous: bool = False
    readings: tuple[Reading, ...] = ()
    ruled_out: tuple[RuledOutReading, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    notes: tuple[Bilingual, ...] = ()  # short true remarks: the arithmetic, a contradiction, a likely slip
    next: tuple[str, ...] = ()  # commands that only look
    reason: str | None = None
    runtime: str | None = None
    understood: bool = True
    guess: str | None = None  # what was probably meant, to be typed as it is

    @property
    def said(self) -> Reading | None:
        """The reading that the headline itself states, if it states one."""
        first = self.readings[0] if self.readings else None
        return first if first and self.headline.en.endswith(first.title.en) else None

    @property
    def others(self) -> tuple[Reading, ...]:
        """The readings that neither the headline nor a row of the table already says, still ranked."""
        stated = {name for row in self.sightings for name in row.covers} | {self.said.id if self.said else ""}
        # Every headline leaves room for a program's own choice, except one about the way a number is written.
        if self.readings and self.readings[0].family != "number":
            stated.add("program.own-code")
        return tuple(reading for reading in self.readings if reading.id not in stated)
