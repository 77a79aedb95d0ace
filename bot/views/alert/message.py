"""The one message of an incident, kept up to date until it is over, and the replies in its thread. Pure.

The first line alone is enough to act on, and stands in the notification, too; everything from the cluster is rich text.
"""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import RichTextElement

from bot.views.alert import words
from bot.views.alert.parts import (
    began_line,
    buttons,
    chart_block,
    decisive_quote,
    extent_line,
    handling_lines,
    is_snoozed,
    name_of,
    rule_line,
    steps,
    title_of,
)
from bot.views.alert.storm import blind, noted, storm
from bot.views.blocks.limits import Block
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, code, line, moment, plain, utc
from core.bilingual import BETWEEN_SENTENCES, COLON, LIST_COMMA, STOP, Bilingual, in_brackets
from core.duration import span
from core.messages.handling import Handling
from core.messages.incidents import (
    Incident,
    NodeRestartIncident,
    StaleWatchIncident,
    StormIncident,
    Update,
    WorkloadIncident,
)
from core.messages.model import Language
from knowledge.library import Library, library

CHART = "data_visualization"
QUOTE = 300
TITLE = 240
"""Characters of the diagnosis in the headline: four lines on a phone."""


def alert_message(
    incident: Incident,
    handling: Handling,
    language: Language,
    now: float,
    chart: bool = False,
    catalogue: Library | None = None,
) -> Message:
    """The message for the incident as it is now. `chart`: with Slack's own chart, which not every workspace has yet."""
    catalogue = catalogue or library()
    match incident:
        case StormIncident():
            return storm(incident, handling, language, now, catalogue)
        case StaleWatchIncident():
            return blind(incident, language)
        case NodeRestartIncident():
            return noted(incident, language)
        case WorkloadIncident():
            return (
                _over_message(incident, language, catalogue)
                if incident.over
                else _open_message(incident, handling, language, now, chart, catalogue)
            )


def without_chart(message: Message) -> Message:
    """The same message for a workspace that cannot draw charts; the line of bars says the same."""
    return replace(message, blocks=[entry for entry in message.blocks if entry["type"] != CHART])


def thread_reply(incident: Incident, update: Update, language: Language, catalogue: Library | None = None) -> Message:
    """One reply in the thread."""
    catalogue = catalogue or library()
    sentence = {
        "cause": words.NEWS_CAUSE,
        "container": words.NEWS_CONTAINER,
        "nodes": words.NEWS_NODES,
        "count": words.NEWS_COUNT,
        "reopened": words.NEWS_REOPENED,
        "reminder": words.REMINDER_STORM if isinstance(incident, StormIncident) else words.NEWS_REMINDER,
        "snooze-over": words.NEWS_SNOOZE_OVER,
        "grown": words.NEWS_GROWN,
    }[update.what]
    before, after = update.before, update.after
    if update.what == "cause":
        before, after = (_cause_title(cause, catalogue, language) for cause in (before, after))
        if isinstance(incident, WorkloadIncident) and update.after == incident.cause:
            after = title_of(incident, catalogue, language)
    text = sentence.to(
        language,
        before=before,
        after=after,
        count=after,
        name=name_of(incident),
        names=LIST_COMMA.of(language).join(incident.nodes) if isinstance(incident, WorkloadIncident) else "",
        span=span(update.at - (incident.announced_at or update.at), language),
    )
    parts = [line(*inline(text))]
    if isinstance(incident, WorkloadIncident) and update.what in ("cause", "reopened"):
        quote = decisive_quote(incident)
        parts += [line(code(quote, QUOTE))] if quote else []
    name = name_of(incident)
    return message(f"{name}: {text}" if name and name not in text else text, [block(*parts)])


def _open_message(
    incident: WorkloadIncident, handling: Handling, language: Language, now: float, chart: bool, catalogue: Library
) -> Message:
    title = title_of(incident, catalogue, language)
    headline, text = _headline(incident, handling, title, language, now)
    parts: list[RichTextElement] = [line(*headline)]
    parts += handling_lines(handling, incident, language, now)
    quote = decisive_quote(incident)
    body = [began_line(incident, language, now)]
    if quote and not _repeats(title, quote):
        body.append(line(code(quote, QUOTE)))
    body.append(extent_line(incident, language))
    blocks: list[Block] = [block(*parts), block(*body)]
    blocks += [block(*part) for part in steps(incident, catalogue, language) if part]
    blocks += [rule_line(incident, language), buttons(incident, handling, language)]
    if chart and len(incident.restart_times) >= CHART_FROM:
        blocks.append(chart_block(incident, language))  # below the buttons: they must not need scrolling
    return message(text, [entry for entry in blocks if entry])


def _repeats(title: str, quote: str) -> bool:
    """Whether the title already quotes the line: nothing is shown twice."""
    return any(len(quoted) >= TELLING and quoted in quote.replace("`", "'") for quoted in title.split("`")[1::2])


TELLING = 20
"""Characters of a quotation that are more than a name."""
CHART_FROM = 8
"""Restarts from which a chart says more than the line of bars; the first message at 3 a.m. has none."""


def _headline(
    incident: WorkloadIncident, handling: Handling, title: str, language: Language, now: float
) -> tuple[list[RichElement], str]:
    """The line that is enough, and the same for the notification."""
    quiet = is_snoozed(handling, now) or handling.muted
    sign = "🟡" if handling.acknowledged else "🔕" if quiet else "🔴" if incident.severity == "page" else "🟠"
    verdict = _verdict(incident).to(language)
    counts = _counts(incident, language)
    colon, space = COLON.of(language), BETWEEN_SENTENCES.of(language)
    head = f"{name_of(incident)}{space or ' '}{verdict}{colon}"
    parts = [plain(f"{sign} "), bold(head), *inline(title, TITLE, strong=True), plain(f" · {counts}")]
    return parts, f"{sign} {head}{title} · {counts}"


def _verdict(incident: WorkloadIncident) -> Bilingual:
    if incident.rule == "cannot-start":
        return words.CANNOT_START
    if incident.workload.kind in ("Job", "CronJob"):
        return words.FAILS
    if incident.last_reason == "OOMKilled":
        return words.OOM_AGAIN if not incident.report else words.RESTARTS_AGAIN
    return words.LOOPS if incident.waiting_reason == "CrashLoopBackOff" else words.RESTARTS_AGAIN


def _counts(incident: WorkloadIncident, language: Language) -> str:
    """`4 restarts in 3 min (usual: 0 a day)`; the time is that from the first restart to the last."""
    if not incident.restarts:
        return words.PODS.to(language, count=incident.pod_count) if incident.pod_count > 1 else words.POD.to(language)
    seconds = (incident.restart_times[-1] - incident.started_at) if incident.restart_times else 0.0
    counted = words.IN.to(language, count=incident.restarts, span=span(max(seconds, 1.0), language))
    if incident.restarts == 1:
        counted = words.ONE.to(language)
    if incident.baseline_per_day is None:
        return counted
    baseline = words.USUAL.to(language, count=f"{incident.baseline_per_day:.3g}")
    return counted + in_brackets(baseline, language)


def _over_message(incident: WorkloadIncident, language: Language, catalogue: Library) -> Message:
    """The message of a resolved incident: green, with the reason, above what had happened."""
    ending = incident.ending
    verdicts = {
        "ready": words.HEALTHY,
        "completed": words.COMPLETED,
        "deleted": words.DELETED,
        "scaled-to-zero": words.SCALED,
    }.get(ending.reason if ending else "ready", words.HEALTHY)
    gone = incident.stage == "gone"
    sign = "⚪" if gone else "✅"
    verdict = verdicts.to(language)
    head = f"{name_of(incident)} {verdict}"
    parts: list[RichElement] = [plain(f"{sign} "), bold(head)]
    grounds = _grounds(incident, language)
    parts += _joined([plain(COLON.of(language))], grounds) if grounds else []
    if gone:
        parts.append(plain(STOP.of(language) + words.NOT_FIXED.to(language)))
    title, counts = title_of(incident, catalogue, language), _counts(incident, language)
    was = line(bold(words.WAS.to(language)), plain("  "), *inline(title, TITLE), plain(f" · {counts}"))
    body = [line(*parts), was]
    if incident.reopen_count:
        reopened = words.CAME_BACK_ONCE if incident.reopen_count == 1 else words.CAME_BACK
        body.append(line(plain(reopened.to(language, count=incident.reopen_count))))
    text = f"{sign} {head}"
    if ending is not None and ending.reason == "ready":
        text += COLON.of(language) + words.READY_FOR.to(language, span=span(ending.ready_seconds, language))
    return message(text, [block(*body), buttons(incident, Handling(), language)])


def _grounds(incident: WorkloadIncident, language: Language) -> list[list[RichElement]]:
    """`ready for 12 min`, `no restart since 02:31`, `longest run before: 50 s`."""
    ending, grounds = incident.ending, list[list[RichElement]]()
    if ending is None or ending.reason != "ready":
        return grounds
    grounds.append([plain(words.READY_FOR.to(language, span=span(ending.ready_seconds, language)))])
    if ending.last_restart is not None:
        since = words.NO_RESTART_SINCE.to(language)
        grounds.append([plain(f"{since} "), moment(utc(ending.last_restart))])
    if ending.longest_run is not None:
        grounds.append([plain(words.LONGEST_RUN.to(language, span=span(max(ending.longest_run, 1.0), language)))])
    return grounds


def _joined(opening: Sequence[RichElement], items: Sequence[Sequence[RichElement]]) -> list[RichElement]:
    parts = list(opening)
    for index, item in enumerate(items):
        parts += ([plain(" · ")] if index else []) + list(item)
    return parts


def _cause_title(cause: str, catalogue: Library, language: Language) -> str:
    """A cause's title without its values: those were captured at another time."""
    entry = catalogue.causes.get(cause)
    return entry.prose[language].title.replace("$", "") if entry else cause
