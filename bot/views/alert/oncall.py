"""`/oncall`, the shift handover, and the same in the App Home: what is open, in hand, snoozed, over lately. Pure."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import RichTextElement

from bot.views.alert import words
from bot.views.alert.storm import digest_line
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import Block
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, bullets, line, person, plain
from bot.views.words import Bilingual
from core.messages.alerts import workload_key
from core.messages.handling import Handling, Mute
from core.messages.incidents import Incident, NodeRestartIncident, StormIncident, WorkloadIncident
from core.messages.model import Language
from knowledge.library import Library, library
from knowledge.span import span

MOST_LINES = 15
"""Of one list: what does not fit on two phone screens is not read at a handover."""
RECENT = 3600.0
MOST_UNMUTE = 5


@dataclass(frozen=True)
class Sorted:
    """Incidents by what is to be done with them."""

    open: tuple[Incident, ...]
    acknowledged: tuple[Incident, ...]
    snoozed: tuple[Incident, ...]
    over: tuple[Incident, ...]


def sorted_out(
    incidents: Sequence[Incident], handling: dict[str, Handling], mutes: Sequence[Mute], now: float, lately: float
) -> Sorted:
    """Each incident in one list; members of a storm stand for themselves only when the storm is not shown."""
    muted = {workload_key(mute.workload) for mute in mutes if mute.until is None or mute.until > now}
    storms = {one.id for one in incidents if isinstance(one, StormIncident)}
    shown = [one for one in incidents if _stands_alone(one, storms) and one.stage != "pending"]
    open_, acknowledged, snoozed, over = [], [], [], []
    for one in shown:
        care = handling.get(one.id, Handling())
        quiet = care.snoozed is not None and (care.snoozed.until is None or care.snoozed.until > now)
        if one.over:
            if one.ended_at is not None and now - one.ended_at <= lately:
                over.append(one)
        elif quiet or (isinstance(one, WorkloadIncident) and workload_key(one.workload) in muted):
            snoozed.append(one)
        elif care.acknowledged is not None:
            acknowledged.append(one)
        else:
            open_.append(one)
    return Sorted(tuple(open_), tuple(acknowledged), tuple(snoozed), tuple(over))


def _stands_alone(incident: Incident, storms: Container[str]) -> bool:
    """Whether it is a thing to handle by itself: no restarted node, and no member of one of these storms."""
    if isinstance(incident, WorkloadIncident):
        return incident.storm_id not in storms
    return not isinstance(incident, NodeRestartIncident)


def summary(
    incidents: Sequence[Incident],
    handling: dict[str, Handling],
    mutes: Sequence[Mute],
    now: float,
    language: Language,
    shift: float | None = None,
    known: Library | None = None,
) -> Message:
    """What `/oncall` answers; with `shift` in seconds, what a shift of that length hands over."""
    lists = sorted_out(incidents, handling, mutes, now, shift or RECENT)
    counts = {name: len(getattr(lists, name)) for name in ("open", "acknowledged", "snoozed", "over")}
    text = words.ONCALL_TITLE.to(language, **counts)
    first: list[RichTextElement] = [line(bold(text))]
    if shift is not None:
        members = {one.storm_id for one in incidents if isinstance(one, WorkloadIncident) and one.storm_id}
        begun = sum(now - one.started_at <= shift for one in incidents if _stands_alone(one, members))
        left = len(lists.open) + len(lists.acknowledged) + len(lists.snoozed)
        text = words.HANDOVER.to(language, span=span(shift, language))
        counted = words.HANDOVER_COUNTS.to(language, begun=begun, over=len(lists.over), open=left)
        first = [line(bold(text)), line(plain(counted))]
    elif not any(counts.values()):
        text = words.ONCALL_QUIET.to(language)
        first = [line(plain(text))]
    return message(text, [block(*first), *sections(lists, handling, mutes, now, language, shift or RECENT, known)])


def sections(
    lists: Sorted,
    handling: dict[str, Handling],
    mutes: Sequence[Mute],
    now: float,
    language: Language,
    lately: float = RECENT,
    known: Library | None = None,
) -> list[Block]:
    """The lists as blocks, for a message or the App Home."""
    catalogue, blocks = known or library(), list[Block]()
    recent = words.ONCALL_RECENT.to(language, span=span(lately, language))
    for label, incidents in (
        (words.ONCALL_OPEN.to(language), lists.open),
        (words.ONCALL_ACKNOWLEDGED.to(language), lists.acknowledged),
        (words.ONCALL_SNOOZED.to(language), lists.snoozed),
        (recent, lists.over),
    ):
        if incidents:
            lines = [_line(one, handling.get(one.id), now, language, catalogue) for one in incidents[:MOST_LINES]]
            if len(incidents) > MOST_LINES:
                lines.append([plain(words.AND_MORE.to(language, count=len(incidents) - MOST_LINES))])
            blocks.append(block(line(bold(f"{label} · {len(incidents)}")), bullets(lines)))
    live = [mute for mute in mutes if mute.until is None or mute.until > now]
    if live:
        blocks.append(block(line(bold(words.MUTES.to(language))), bullets([_mute(one, language) for one in live])))
        shown = [
            button(f"alert.unmute:{place}", _unmute(one, language), workload_key(one.workload), language)
            for place, one in enumerate(live[:MOST_UNMUTE])
        ]
        blocks.append(row(*shown))
    return blocks


def _line(one: Incident, care: Handling | None, now: float, language: Language, known: Library) -> list[RichElement]:
    since = one.ended_at if one.ended_at is not None else one.started_at
    when = span(max(now - since, 1.0), language)
    parts = [*digest_line(one, known, language), plain(f" · {words.AGO.to(language, span=when)}")]
    if care is not None and care.acknowledged is not None and not one.over:
        parts += [plain(" · "), person(care.acknowledged.user)]
    if care is not None and care.snoozed is not None and care.snoozed.reason and not one.over:
        parts.append(plain(f" · {care.snoozed.reason}"))
    return parts


def _mute(mute: Mute, language: Language) -> list[RichElement]:
    parts: list[RichElement] = [
        bold(str(mute.workload)),
        plain(f" · {words.MUTED_BY.to(language)} "),
        person(mute.user),
    ]
    return [*parts, plain(f" · {mute.reason}")] if mute.reason else parts


def _unmute(mute: Mute, language: Language) -> Bilingual:
    label = f"{words.UNMUTE.to(language)} {mute.workload.name}"
    return Bilingual(label, label)
