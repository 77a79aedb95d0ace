"""`/oncall`, the shift handover and the App Home: what is open, acknowledged, snoozed, ended recently. Pure."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import RichTextElement

from bot.views.alert import command_words, words
from bot.views.alert.storm import digest_line
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import Block
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, bullets, line, person, plain
from core.bilingual import Bilingual
from core.duration import span
from core.messages.alerts import workload_key
from core.messages.handling import Handling, Mute
from core.messages.incidents import Incident, NodeRestartIncident, StormIncident, WorkloadIncident
from core.messages.model import Language
from knowledge.library import Library, library

MOST_LINES = 15
"""Of one list: what does not fit on two phone screens is not read at a handover."""
RECENT = 3600.0
MOST_UNMUTE = 5


@dataclass(frozen=True)
class OncallLists:
    """Incidents by what is to be done with them."""

    open: tuple[Incident, ...]
    acknowledged: tuple[Incident, ...]
    snoozed: tuple[Incident, ...]
    over: tuple[Incident, ...]


def oncall_lists(
    incidents: Sequence[Incident], handling: dict[str, Handling], mutes: Sequence[Mute], now: float, lately: float
) -> OncallLists:
    """Each incident in one list; members of a storm are listed on their own only when the storm is not."""
    muted = {workload_key(mute.workload) for mute in mutes if mute.until is None or mute.until > now}
    storms = {incident.id for incident in incidents if isinstance(incident, StormIncident)}
    listed = [incident for incident in incidents if _stands_alone(incident, storms) and incident.stage != "pending"]
    open_, acknowledged, snoozed, over = [], [], [], []
    for incident in listed:
        handled = handling.get(incident.id, Handling())
        quiet = handled.snoozed is not None and (handled.snoozed.until is None or handled.snoozed.until > now)
        if incident.over:
            if incident.ended_at is not None and now - incident.ended_at <= lately:
                over.append(incident)
        elif quiet or (isinstance(incident, WorkloadIncident) and workload_key(incident.workload) in muted):
            snoozed.append(incident)
        elif handled.acknowledged is not None:
            acknowledged.append(incident)
        else:
            open_.append(incident)
    return OncallLists(tuple(open_), tuple(acknowledged), tuple(snoozed), tuple(over))


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
    catalogue: Library | None = None,
) -> Message:
    """What `/oncall` answers; with `shift` in seconds, what a shift of that length hands over."""
    lists = oncall_lists(incidents, handling, mutes, now, shift or RECENT)
    counts = {name: len(getattr(lists, name)) for name in ("open", "acknowledged", "snoozed", "over")}
    text = command_words.ONCALL_TITLE.to(language, **counts)
    first: list[RichTextElement] = [line(bold(text))]
    if shift is not None:
        members = {
            incident.storm_id for incident in incidents if isinstance(incident, WorkloadIncident) and incident.storm_id
        }
        began = sum(now - incident.started_at <= shift for incident in incidents if _stands_alone(incident, members))
        handed_over = len(lists.open) + len(lists.acknowledged) + len(lists.snoozed)
        text = command_words.HANDOVER.to(language, span=span(shift, language))
        counts_line = command_words.HANDOVER_COUNTS.to(language, begun=began, over=len(lists.over), open=handed_over)
        first = [line(bold(text)), line(plain(counts_line))]
    elif not any(counts.values()):
        text = command_words.ONCALL_QUIET.to(language)
        first = [line(plain(text))]
    return message(text, [block(*first), *sections(lists, handling, mutes, now, language, shift or RECENT, catalogue)])


def sections(
    lists: OncallLists,
    handling: dict[str, Handling],
    mutes: Sequence[Mute],
    now: float,
    language: Language,
    lately: float = RECENT,
    catalogue: Library | None = None,
) -> list[Block]:
    """The lists as blocks, for a message or the App Home."""
    catalogue, blocks = catalogue or library(), list[Block]()
    recent = command_words.ONCALL_RECENT.to(language, span=span(lately, language))
    for label, incidents in (
        (command_words.ONCALL_OPEN.to(language), lists.open),
        (command_words.ONCALL_ACKNOWLEDGED.to(language), lists.acknowledged),
        (command_words.ONCALL_SNOOZED.to(language), lists.snoozed),
        (recent, lists.over),
    ):
        if incidents:
            lines = [
                _line(incident, handling.get(incident.id), now, language, catalogue)
                for incident in incidents[:MOST_LINES]
            ]
            if len(incidents) > MOST_LINES:
                lines.append([plain(words.AND_MORE.to(language, count=len(incidents) - MOST_LINES))])
            blocks.append(block(line(bold(f"{label} · {len(incidents)}")), bullets(lines)))
    active = [mute for mute in mutes if mute.until is None or mute.until > now]
    if active:
        heading = line(bold(command_words.MUTES.to(language)))
        blocks.append(block(heading, bullets([_mute(mute, language) for mute in active])))
        buttons = [
            button(f"alert.unmute:{index}", _unmute(mute, language), workload_key(mute.workload), language)
            for index, mute in enumerate(active[:MOST_UNMUTE])
        ]
        blocks.append(row(*buttons))
    return blocks


def _line(
    incident: Incident, handling: Handling | None, now: float, language: Language, catalogue: Library
) -> list[RichElement]:
    since = incident.ended_at if incident.ended_at is not None else incident.started_at
    when = span(max(now - since, 1.0), language)
    parts = [*digest_line(incident, catalogue, language), plain(f" · {command_words.AGO.to(language, span=when)}")]
    if handling is not None and handling.acknowledged is not None and not incident.over:
        parts += [plain(" · "), person(handling.acknowledged.user)]
    if handling is not None and handling.snoozed is not None and handling.snoozed.reason and not incident.over:
        parts.append(plain(f" · {handling.snoozed.reason}"))
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
