"""The parts of an alert: when it began, what it touched, who has it, what to do, the chart, the buttons. Pure."""

import re

from slack_sdk.models.blocks import ContextBlock, PlainTextObject, RichTextElement

from bot.views import words as common
from bot.views.alert import words
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import Block, cut, one_line
from bot.views.blocks.rich import RichElement, bold, code, line, moment, person, plain, utc
from bot.views.blocks.sparkline import per_slot, sparkline
from bot.views.report import next_steps
from core.bilingual import COLON, COMMA, LIST_COMMA
from core.duration import span
from core.messages.handling import Handling
from core.messages.incidents import Incident, StormIncident, WorkloadIncident
from core.messages.jumps import Workload
from core.messages.model import Language
from knowledge.library import Library
from knowledge.presentation import most_telling_log
from knowledge.text import NextCommand, explain
from knowledge.words import RESTARTS

SHORT = {
    "Deployment": "deploy",
    "StatefulSet": "sts",
    "DaemonSet": "ds",
    "ReplicaSet": "rs",
    "CronJob": "cronjob",
    "Job": "job",
    "Pod": "pod",
}
"""kubectl's short names (`kubectl api-resources`)."""
NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
"""What Kubernetes accepts as a name; anything else must not get into a command."""
QUOTE = 300
MOST_COMMANDS = 3
"""Of those that look; the rest is behind Read more."""
TODAY = 12 * 3600.0
"""Seconds in which a time alone can only mean the last one."""
CHART_SLOTS = 10
CHART_TITLE = 50


def name_of(incident: Incident) -> str:
    """`shop/checkout`, with its cluster where that has a name."""
    return str(incident.workload) if isinstance(incident, WorkloadIncident) else incident.cluster


def title_of(incident: WorkloadIncident, catalogue: Library, language: Language) -> str:
    """The diagnosis in words; while there is none, how the container ended, and that the cause is not known."""
    finding = incident.report.findings[0] if incident.report and incident.report.findings else None
    if finding is not None and incident.report is not None and finding.detail in catalogue.causes:
        return explain(finding, catalogue, language, incident.report).title
    if not incident.last_reason and incident.last_exit_code is None:
        return words.CAUSE_UNKNOWN.to(language)
    code_ = f" ({incident.last_exit_code})" if incident.last_exit_code is not None else ""
    ended = (
        words.ENDED_WITH.to(language, reason=f"{incident.last_reason}{code_}")
        if incident.last_reason
        else words.ENDED_WITH_CODE.to(language, code=incident.last_exit_code)
    )
    comma = COMMA.of(language)
    return f"{ended}{comma}{words.CAUSE_UNKNOWN.to(language)}"


def decisive_quote(incident: WorkloadIncident | StormIncident) -> str:
    """The first line the diagnosis rests on; a log line before a status."""
    finding = incident.report.findings[0] if incident.report and incident.report.findings else None
    if finding is None or not finding.evidence:
        return ""
    rank = {"previous-log": 0, "log": 0, "event": 1}
    best = min(finding.evidence, key=lambda evidence: rank.get(evidence.source, 2))
    own_error = finding.cause.startswith("run.app-error")  # the status repeats the exit code; the log's end says more
    if best.source == "status" and own_error and incident.report is not None:
        log = most_telling_log(incident.report, finding)
        lines = [text for text in (log.lines if log else ()) if text.strip()]
        return one_line(lines[-1], QUOTE) if lines else one_line(best.quote, QUOTE)
    return one_line(best.quote, QUOTE)


def began_line(incident: WorkloadIncident, language: Language, now: float) -> RichTextElement:
    """When, with its date when it is not of today, and with which rollout."""
    rollout = incident.rollout
    if rollout is None:
        pattern = "{time}" if now - incident.started_at < TODAY else "{date_short} {time}"
        return line(plain(f"{words.BEGAN.to(language)} "), moment(utc(incident.started_at), pattern))
    after = span(max(incident.started_at - rollout.at, 1.0), language)
    parts: list[RichElement] = [plain(words.BEGAN_AFTER.to(language, span=after, revision=rollout.revision))]
    if rollout.image:
        parts += [plain(" "), code(_images(rollout.previous_image, rollout.image))]
    if rollout.previous_ready and rollout.desired and not is_recovering(incident):
        revision = words.STILL_SERVING.to(
            language, before=rollout.previous_revision, ready=rollout.previous_ready, wanted=rollout.desired
        )
    else:
        revision = words.REPLACED.to(language, before=rollout.previous_revision)
    return line(*parts, plain(f"{'；' if language == 'zh' else '; '}{revision}"))


def is_recovering(incident: WorkloadIncident) -> bool:
    """Whether everything is ready at the moment; that it has lasted is another matter."""
    return 0 < incident.replicas == incident.ready


def _images(before: str, after: str) -> str:
    """`checkout:4.11.0 → 4.12.0`: the registry is left out, and the name where it is the same."""
    old, new = before.rpartition("/")[2], after.rpartition("/")[2]
    name, _, tag = new.partition(":")
    return f"{old} → {tag}" if tag and old.partition(":")[0] == name else f"{old} → {new}"


def extent_line(incident: WorkloadIncident, language: Language) -> RichTextElement:
    """`3 pods on 2 nodes · exit 2 every time ▁▂▃▅ · 1 of 3 ready`."""
    count = max(incident.pod_count, 1)
    pods = words.POD.to(language) if count == 1 else words.PODS.to(language, count=count)
    phrases = []
    if len(incident.nodes) == 1:
        node = words.NODE.to(language, name=incident.nodes[0])
        phrases.append(words.PODS_NODES.to(language, pods=pods, nodes=node))
    elif incident.nodes:
        nodes = words.NODES.to(language, count=len(incident.nodes))
        phrases.append(words.PODS_NODES.to(language, pods=pods, nodes=nodes))
    else:
        phrases.append(pods)
    if len(incident.exit_codes) == 1 and incident.restarts > 1:
        phrases.append(words.EVERY_TIME.to(language, code=incident.exit_codes[0]))
    elif len(incident.exit_codes) > 1:
        phrases.append(words.CODES.to(language, codes=LIST_COMMA.of(language).join(map(str, incident.exit_codes[:5]))))
    if is_recovering(incident) and incident.waiting_reason:
        phrases.append(words.ALL_READY.to(language))
    elif incident.replicas:
        phrases.append(words.READY.to(language, ready=incident.ready, replicas=incident.replicas))
    if incident.guessed and incident.workload.kind != "Deployment":  # its name is in the pod's
        phrases.append(words.GUESSED.to(language))
    if incident.reopen_count:
        reopened = words.CAME_BACK_ONCE if incident.reopen_count == 1 else words.CAME_BACK
        phrases.append(reopened.to(language, count=incident.reopen_count))
    bars = sparkline(per_slot([utc(seconds) for seconds in incident.restart_times]))
    return line(plain(" · ".join(phrases)), *([plain(f"  {bars}")] if bars else []))


def handling_lines(handling: Handling, incident: Incident, language: Language, now: float) -> list[RichTextElement]:
    """Who acknowledged it, who snoozed or muted it and until when, and whether it is part of a storm."""
    lines: list[RichTextElement] = []
    if handling.acknowledged:
        acknowledged = handling.acknowledged
        label = plain(f"{words.ACKNOWLEDGED.to(language)} ")
        lines.append(line(label, person(acknowledged.user), plain(" "), moment(utc(acknowledged.at), "{time}")))
    snooze = handling.snoozed
    if snooze is not None and is_snoozed(handling, now):
        parts: list[RichElement] = [plain(f"{words.SNOOZED_BY.to(language)} "), person(snooze.user), plain(" ")]
        if snooze.until is None:
            parts.append(plain(words.UNTIL_CAUSE.to(language)))
        else:
            parts += [plain(f"{words.UNTIL.to(language)} "), moment(utc(snooze.until), "{time}")]
        if snooze.reason:
            parts.append(plain(f" · {one_line(snooze.reason, 200)}"))
        lines.append(line(*parts))
    if handling.muted:
        lines.append(line(plain(f"{words.MUTED_BY.to(language)} "), person(handling.muted)))
    if isinstance(incident, WorkloadIncident) and incident.storm_id:
        lines.append(line(plain(words.PART_OF_STORM.to(language))))
    return lines


def is_snoozed(handling: Handling, now: float) -> bool:
    """Whether a snooze holds; one until the cause changes has no time at which it ends, so it is always shown."""
    snooze = handling.snoozed
    return snooze is not None and (snooze.until is None or snooze.until > now)


def steps(incident: WorkloadIncident, catalogue: Library, language: Language) -> list[list[RichTextElement]]:
    """What to look at next, in one block to copy, and what would change the cluster, apart and labelled."""
    report = incident.report
    commands: list[NextCommand] = []
    if report is not None and report.findings and report.findings[0].detail in catalogue.causes:
        advice = explain(report.findings[0], catalogue, language, report).commands
        commands += [command for command in advice if not command.changes][:MOST_COMMANDS]
        commands += [command for command in advice if command.changes][:1]
    else:
        commands += [NextCommand(text) for text in _manual_commands(incident)]
    if command := rollback(incident):
        commands.append(NextCommand(command, changes=True))
    return [next_steps(commands, language)]


def rollback(incident: WorkloadIncident) -> str:
    """The command that goes back to the revision before; empty where none is known or it would not help."""
    workload, rollout = incident.workload, incident.rollout
    if rollout is None or workload.kind != "Deployment" or not rollout.previous_revision.isdigit():
        return ""
    if not (NAME.fullmatch(workload.namespace) and NAME.fullmatch(workload.name)):
        return ""
    return (
        f"kubectl -n {workload.namespace} rollout undo deploy/{workload.name} --to-revision={rollout.previous_revision}"
    )


def _manual_commands(incident: WorkloadIncident) -> list[str]:
    pod = incident.pods[0].name if incident.pods else ""
    workload = incident.workload
    if not NAME.fullmatch(pod) or not NAME.fullmatch(workload.namespace):
        return []
    return [
        f"kubectl -n {workload.namespace} logs {pod} --previous --tail=50",
        f"kubectl -n {workload.namespace} describe pod {pod}",
    ]


def rule_line(incident: WorkloadIncident, language: Language) -> Block:
    """Which rule alerted, in small print: nothing to act on, but the answer to `why did you wake me?`."""
    rule = words.RULES.get(incident.rule)
    if rule is None:
        return {}
    window = span(max(incident.window, 1), language)
    values: dict[str, object] = {"counted": incident.counted, "needed": incident.needed, "window": window}
    if incident.rule == "usual" and incident.factor is not None:
        values["factor"] = f"{incident.factor:g}"
    elif incident.rule == "usual":
        rule = words.ABOVE_USUAL_RATE
    sentence = rule.to(language, **values)
    colon = COLON.of(language)
    text = f"{words.WHY.to(language)}{colon}{sentence}"
    return ContextBlock(elements=[PlainTextObject(text=cut(text, 300), emoji=False)]).to_dict()


def chart_block(incident: WorkloadIncident, language: Language) -> Block:
    """Slack's own bar chart of the restarts, in equal slots from the first to the last, named by their age."""
    counts = per_slot([utc(seconds) for seconds in incident.restart_times], CHART_SLOTS)
    if not counts:
        return {}
    first, last = incident.restart_times[0], incident.restart_times[-1]
    width = (last - first) / CHART_SLOTS
    labels = [f"+{span(max(width * slot, 1), language)}" if slot else "0" for slot in range(CHART_SLOTS)]
    if len(set(labels)) < len(labels):
        labels = [f"+{round(width * slot)} s" for slot in range(CHART_SLOTS)]
    if len(set(labels)) < len(labels):
        return {}
    data = [{"label": label, "value": count} for label, count in zip(labels, counts, strict=True)]
    title = RESTARTS.of(language)
    return {
        "type": "data_visualization",
        "title": cut(f"{title} · {incident.workload.name}", CHART_TITLE),
        "chart": {
            "type": "bar",
            "series": [{"name": cut(title, 20), "data": data}],
            "axis_config": {"categories": labels},
        },
    }


def buttons(incident: Incident, handling: Handling, language: Language) -> Block:
    """What can be done with it; what was done already is not offered again."""
    report = incident.report if isinstance(incident, WorkloadIncident | StormIncident) else None
    of_workload = isinstance(incident, WorkloadIncident)
    candidates = [
        ("alert.acknowledge", words.ACKNOWLEDGE, not incident.over and handling.acknowledged is None),
        ("alert.snooze", words.SNOOZE, not incident.over),
        ("alert.diagnose", words.DIAGNOSE, of_workload),
        ("alert.log", words.LOG, report is not None and bool(report.logs)),
        ("alert.read_more", common.READ_MORE, report is not None),
        ("alert.mute", words.MUTE, of_workload and not incident.over and not handling.muted),
    ]
    shown = [
        button(action, label, incident.id, language, primary=action == "alert.acknowledge")
        for action, label, wanted in candidates
        if wanted
    ]
    return row(*shown) if shown else {}


def kubectl_name(workload: Workload) -> str:
    """`deploy/checkout`, as kubectl takes it."""
    return f"{SHORT.get(workload.kind, workload.kind.lower())}/{workload.name}"


def headline_parts(text: str, sign: str) -> list[RichElement]:
    """A sign and a bold line."""
    return [plain(f"{sign} "), bold(text)]
