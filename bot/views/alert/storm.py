"""The messages that are not about one workload: a storm, a stale watch, a restarted node, the digest. Pure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import RichTextElement

from bot.views.alert import words
from bot.views.alert.parts import buttons, decisive_quote, handling_lines, headline_parts, name_of, title_of
from bot.views.blocks.limits import cut, one_line
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, bullets, code, line, moment, plain, utc
from core.duration import span
from core.messages.handling import Handling
from core.messages.incidents import Common, Incident, NodeRestartIncident, StaleWatchIncident, StormIncident
from core.messages.model import Language
from knowledge.library import Library, library

MOST_NAMED = 10
MOST_DIGEST = 20
ONE_NAME = 120
"""Characters of the name of a pod quoted as an example: two lines on a phone."""


def storm(incident: StormIncident, handling: Handling, language: Language, now: float, catalogue: Library) -> Message:
    """Many workloads, what they share, and which they are."""
    count = len(incident.member_ids)
    if incident.over:
        text = words.STORM_OVER.to(language, count=count)
        return message(f"✅ {text}", [block(line(*headline_parts(text, "✅")), line(*_began(incident, language)))])
    text = (words.STORM_FOUND if incident.preexisting else words.STORM).to(language, count=count)
    broken = words.STORM_BROKEN.to(language, broken=incident.open_members, count=count)
    commonest = incident.common[0] if incident.common else None
    short = f"{text} · {_shared(commonest, count, catalogue, language)}" if commonest else text
    sign = "🟡" if handling.acknowledged else "🔴"
    parts: list[RichTextElement] = [line(*headline_parts(text, sign), plain(f" · {broken}"))]
    parts += handling_lines(handling, incident, language, now)
    body: list[RichTextElement] = [line(*_began(incident, language))]
    if incident.common:
        body.append(line(bold(words.SHARE.to(language))))
        body.append(bullets([inline(_shared(common, count, catalogue, language)) for common in incident.common]))
    else:
        body.append(line(plain(words.SHARE_NOTHING.to(language))))
    body += _example(incident, language)
    return message(
        f"{sign} {short}",
        [block(*parts), block(*body), block(*_named(incident, language)), buttons(incident, handling, language)],
    )


def blind(incident: StaleWatchIncident, language: Language) -> Message:
    """What cannot be seen, since when, and what that means; then that it can, and what was missed."""
    what = _what(incident.cluster, incident.namespace, language)
    if incident.ended_at is not None:
        text = words.SIGHTED.to(language, what=what)
        length = span(max(incident.ended_at - incident.started_at, 1.0), language)
        missed = words.SIGHTED_MISSED.to(language, span=length, count=incident.missed_restarts)
        return message(f"✅ {text}", [block(line(*headline_parts(text, "✅")), line(plain(missed)))])
    text = words.BLIND.to(language, what=what)
    since = line(plain(f"{words.BLIND_SINCE.to(language)} "), moment(utc(incident.started_at)))
    quoted = [line(code(one_line(incident.error, 300)))] if incident.error else []
    means = line(plain(words.BLIND_MEANS.to(language)))
    return message(f"🔴 {text}", [block(line(*headline_parts(text, "🔴")), since, *quoted, means)])


def noted(incident: NodeRestartIncident, language: Language) -> Message:
    """A node was restarted and all is well: one line, nothing to press."""
    text = words.NODE_BACK.to(language, name=incident.node)
    length = span(max((incident.ended_at or incident.detected_at) - incident.started_at, 1.0), language)
    counts = words.NODE_BACK_COUNTS.to(
        language, containers=incident.containers, workloads=incident.workloads, span=length
    )
    return message(f"⚪ {text}", [block(line(*headline_parts(text, "⚪")), line(plain(counts)))])


def digest(incidents: Sequence[Incident], language: Language, catalogue: Library | None = None) -> Message:
    """What came and went during the quiet hours."""
    text = words.DIGEST.to(language, count=len(incidents))
    lines = bullets([digest_line(incident, catalogue or library(), language) for incident in incidents[:MOST_DIGEST]])
    return message(text, [block(line(bold(text))), block(lines)])


def digest_line(incident: Incident, catalogue: Library, language: Language) -> list[RichElement]:
    """One incident in one line."""
    match incident:
        case StormIncident():
            return inline(words.STORM.to(language, count=len(incident.member_ids)))
        case StaleWatchIncident():
            return inline(blind(incident, language).text)
        case NodeRestartIncident():
            return inline(noted(incident, language).text)
    title = title_of(incident, catalogue, language)
    return [bold(name_of(incident)), plain(" · "), *inline(title, 160), plain(f" · {incident.restarts}×")]


def _began(incident: Incident, language: Language) -> list[RichElement]:
    return [plain(f"{words.BEGAN.to(language)} "), moment(utc(incident.started_at), "{date_short_pretty} {time}")]


def _named(incident: StormIncident, language: Language) -> list[RichTextElement]:
    names = incident.member_names[:MOST_NAMED]
    text = ", ".join(names)
    count = len(incident.member_ids) - len(names)
    more = f" {words.AND_MORE.to(language, count=count)}" if count > 0 else ""
    label = bold(words.MOST_BROKEN.to(language))
    return [line(label, plain("  "), code(text), plain(more)), line(*inline(words.LIST_ALL.to(language)))]


def _example(incident: StormIncident, language: Language) -> list[RichTextElement]:
    """What one of them logged, with its name: it is an example of all only if most of them share its cause."""
    quote, report = decisive_quote(incident), incident.report
    cause = next((common.value for common in incident.common if common.what == "cause"), incident.cause)
    if not quote or report is None or cause != incident.cause:
        return []
    name = cut(str(report.ref or report.target), ONE_NAME)
    return [line(plain(words.FOR_EXAMPLE.to(language, name=name)), code(quote, 300))]


def _shared(common: Common, count: int, catalogue: Library, language: Language) -> str:
    value = common.value
    if common.what == "cause":
        entry = catalogue.causes.get(value)
        value = entry.prose[language].title.replace("$", "") if entry else value
        value = value.replace("`", "")
    return words.SHARED[common.what].to(language, value=value, count=common.count, all=count)


def _what(cluster: str, namespace: str, language: Language) -> str:
    subject = words.CLUSTER.to(language, name=cluster) if cluster else words.THE_CLUSTER.to(language)
    if not namespace:
        return subject
    return words.CLUSTER_NAMESPACE.to(language, cluster=subject, namespace=namespace)
