"""`/restarts`: which containers restart most, and `/whyalert`: why the watcher alerted or did not. Pure."""

from collections.abc import Sequence

from bot.views.alert import command_words, words
from bot.views.blocks.limits import Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, bullets, line, moment, person, plain, utc
from bot.views.blocks.sparkline import per_slot, sparkline
from bot.views.notices import fixed_notice
from core.duration import span
from core.messages.handling import Handling, Mute
from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Decision, RuleCheck
from core.messages.model import Language
from core.messages.restarts import RestartHistory
from knowledge.decode import decode

MOST_ROWS = 12
SLOTS = 6
"""Bars of one row: more would be broken over two lines, which reads as two charts."""
NAME = 120
"""Characters of one name: two lines on a phone."""
RELAPSE = 3600.0
"""Seconds after its end in which a relapse reopens the message (as `Policy.relapse_within` of the watcher)."""


def restarts(
    histories: Sequence[RestartHistory], namespace: str, now: float, lately: float, language: Language
) -> Message:
    """The top list of the last `lately` seconds."""
    where = command_words.NAMESPACE.to(language, name=namespace) if namespace else command_words.EVERYWHERE.to(language)
    if not histories:
        return fixed_notice(command_words.NO_RESTARTS, language, where=where, span=span(lately, language))
    title = command_words.RESTARTS_TITLE.to(language, where=where, span=span(lately, language))
    rows = [_row(history, now, language) for history in histories[:MOST_ROWS]]
    if len(histories) > MOST_ROWS:
        rows.append([plain(words.AND_MORE.to(language, count=len(histories) - MOST_ROWS))])
    return message(title, [block(line(bold(title)), bullets(rows))])


def _row(history: RestartHistory, now: float, language: Language) -> list[RichElement]:
    """One line, since a table's last column is cut off on a phone: whose, how often, how it ended the last time."""
    since = span(max(now - history.times[0], 1.0), language)
    count = command_words.COUNT_IN.to(language, count=len(history.times), span=since)
    bars = sparkline(per_slot([utc(seconds) for seconds in history.times], SLOTS))
    container = "" if history.container == history.workload else f" · {history.container}"
    text = f"{cut(container, NAME)} · {f'{count} {bars}'.strip()} · {_last(history, now, language)}"
    return [bold(cut(f"{history.namespace}/{history.workload}", NAME)), plain(text)]


def _last(history: RestartHistory, now: float, language: Language) -> str:
    """`last SIGKILL (137), 69 s ago`; or that its ending was not seen, and what the one before was."""
    ending = _ending(history, language)
    ago = command_words.AGO.to(language, span=span(max(now - history.times[-1], 1.0), language))
    unseen = command_words.LAST_BEFORE if ending else command_words.LAST_UNSEEN
    sentence = command_words.LAST_ENDED if history.seen else unseen
    return sentence.to(language, ago=ago, **({"ended": ending} if ending else {}))


def _ending(history: RestartHistory, language: Language) -> str:
    """`OOMKilled (137)`, `SIGKILL (137)`, `exit code 2`; empty where nothing is known. `/exitcode` says what it is."""
    if history.code is None:
        return history.reason
    if history.reason and history.reason != "Error":
        return f"{history.reason} ({history.code})"
    signal = next((decoded.signal for decoded in decode(str(history.code))), None)
    return f"{signal.name} ({history.code})" if signal else command_words.EXIT_CODE.to(language, code=history.code)


def whyalert(
    decisions: Sequence[Decision],
    incident: WorkloadIncident | None,
    handling: Handling | None,
    mute: Mute | None,
    target: str,
    language: Language,
) -> Message:
    """Rule, counts and thresholds of each container, then the incident, its snooze, mute or cooldown."""
    if not decisions and incident is None:
        return fixed_notice(command_words.WHYALERT_NONE, language, target=cut(target, 150))
    spoke = any(decision.spoke for decision in decisions) or incident is not None
    verdict = (command_words.WHYALERT_SPOKE if spoke else command_words.WHYALERT_SILENT).to(language)
    text = f"{target}{'：' if language == 'zh' else ': '}{verdict}"
    blocks: list[Block] = [block(line(bold(text)))]
    for decision in decisions[:5]:
        stamp: list[RichElement] = [
            bold(decision.container),
            plain(f" · {command_words.WHYALERT_AT.to(language)} "),
            moment(utc(decision.at)),
        ]
        blocks.append(block(line(*stamp), bullets([_check(check, language) for check in decision.checks])))
    lines = [*_state(incident, handling, language), *_muted(mute, language)]
    return message(text, [*blocks, *([block(*[line(*parts) for parts in lines])] if lines else [])])


def _check(check: RuleCheck, language: Language) -> list[RichElement]:
    rule = command_words.RULE_NAMES[check.rule].to(language)
    window = span(max(check.window, 1), language)
    counted = command_words.CHECK.to(language, rule=rule, counted=check.counted, needed=check.needed, window=window)
    silence = command_words.SILENCES[check.silence].to(language) if check.silence else ""
    verdict = command_words.SPOKE.to(language) if check.spoke else silence
    if check.silence == "off":
        return [plain(f"{rule} → {silence}")]
    subject = f" · {cut(check.subject, 100)}" if check.subject else ""
    return [plain(counted + subject), plain(" → "), *inline(verdict, strong=check.spoke)]


def _state(incident: WorkloadIncident | None, handling: Handling | None, language: Language) -> list[list[RichElement]]:
    if incident is None:
        return []
    ended_at, label = incident.ended_at, bold(f"{command_words.INCIDENT_STATE.to(language)}  ")
    if ended_at is None:
        lines = [[label, plain(f"{command_words.OPEN_SINCE.to(language)} "), moment(utc(incident.started_at))]]
    else:
        cooldown = command_words.COOLDOWN.to(language, at="{at}")
        before, _, after = cooldown.partition("{at}")
        until = moment(utc(ended_at + RELAPSE), "{time}")
        over: list[RichElement] = [label, plain(f"{command_words.OVER_SINCE.to(language)} "), moment(utc(ended_at))]
        lines = [[*over, plain(f" · {before}" if before else " · "), until, plain(after)]]
    if handling is not None and handling.acknowledged is not None:
        lines.append([plain(f"{words.ACKNOWLEDGED.to(language)} "), person(handling.acknowledged.user)])
    if handling is not None and handling.snoozed is not None:
        snoozed_until = handling.snoozed.until
        end = [moment(utc(snoozed_until))] if snoozed_until is not None else [plain(words.UNTIL_CAUSE.to(language))]
        lines.append([bold(f"{words.SNOOZE.to(language)}  "), *end, plain(f" {handling.snoozed.reason}")])
    return lines


def _muted(mute: Mute | None, language: Language) -> list[list[RichElement]]:
    if mute is None:
        return []
    until = [plain(" "), moment(utc(mute.until))] if mute.until is not None else []
    return [[bold(f"{words.MUTE.to(language)}  "), *until, plain(f" {mute.reason}")]]
