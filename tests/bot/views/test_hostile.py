"""Any text from anywhere gives messages and windows that Slack takes, and nothing in them acts."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.views import notices, report_modal
from bot.views.answer import answer_message
from bot.views.blocks.limits import MESSAGE_CHARACTERS, characters
from bot.views.blocks.message import Message
from bot.views.exitcode import exitcode, exitcode_modal
from bot.views.shared import shared_message
from core.messages.answer import Choice, Failure, NotFound, Option
from core.messages.model import CONFIDENCES
from core.messages.question import Target
from core.messages.report import ContainerRow, Evidence, Finding, LogExcerpt, Moment, PodRef, Report, RuledOut, Unseen
from deploy.sandbox.slack.blocks.blocks import block_problems, message_problems
from knowledge.decode import decode
from knowledge.library import Library, load
from knowledge.target import KIND_NAMES
from knowledge.text import problems

UNTIMED = settings(deadline=None)
"""The machine may be busy; how fast drawing is, the benchmarks say."""
HOSTILE = [
    "<!channel> <!here> <@U0MEI> <#C0ONCALL> <https://evil.example|click>",
    "```\n*bold* _it_ ~no~ `code` [x](https://evil.example) ![x](y)\n> quote",
    "&amp; & &lt;!channel&gt;",
    "\x1b[31mred\x1b[0m \x00\x07\x7f\u202e\u200b\ud800 \U0001f525",
    ":fire: @channel @here #oncall",
    "x" * 20_000,
    "行" * 4000,
    "\n" * 500,
    "a\tb\r\nc\rd",
    "$namespace {count} %s",
]
WORDS = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=300), st.text(alphabet="`*_~<>&|\n\r\t[]()#@!$", max_size=80)
)
NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-.", min_size=1, max_size=253)
TIMES = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))
SOURCES = st.sampled_from(["status", "event", "log", "previous-log", "condition", "node", "owner", "spec", "fact"])
REFS = st.builds(PodRef, cluster=st.none() | NAMES, namespace=NAMES, name=NAMES, container=st.none() | NAMES)

CAUSE = """---
when: {event: {message: 'port (?P<port>.{1,50})'}}
---
# `$container` asks port `$port`
It is $port, or so it **says**: `$port`.

| a | b |
|---|---|
| $port | 1 |

1. first $port
   goes on

```sh
echo $port
```

# `$container` 探测端口 `$port`
端口是 $port，`$port`。

# Next
```sh
kubectl -n $namespace get pod $pod
```
# Change
```sh
kubectl -n $namespace delete pod $pod
```
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One cause whose prose has everything the catalogue's may have."""
    folder = tmp_path_factory.mktemp("causes")
    (folder / "run").mkdir()
    (folder / "run" / "probe.md").write_text(CAUSE, encoding="utf-8")
    return load(folder)


FINDINGS = st.builds(
    Finding,
    cause=st.just("run.probe"),
    detail=st.just("run.probe"),
    confidence=st.sampled_from(CONFIDENCES),
    container=st.none() | WORDS,
    evidence=st.lists(
        st.builds(
            Evidence,
            source=SOURCES,
            quote=WORDS,
            count=st.integers(1, 10**9),
            over_seconds=st.none() | st.floats(0, 10**9),
        ),
        max_size=6,
    ).map(tuple),
    values=st.fixed_dictionaries({"port": WORDS}),
)
REPORTS = st.builds(
    Report,
    target=WORDS,
    ref=st.none() | REFS,
    node=st.none() | WORDS,
    owner=st.none() | WORDS,
    findings=st.lists(FINDINGS, max_size=8).map(tuple),
    ruled_out=st.lists(st.builds(RuledOut, cause=WORDS, clause=WORDS, seen=st.none() | WORDS), max_size=8).map(tuple),
    unseen=st.lists(st.builds(Unseen, what=WORDS, why=WORDS), max_size=8).map(tuple),
    timeline=st.lists(
        st.builds(Moment, at=TIMES, source=SOURCES, container=st.none() | WORDS, reason=WORDS, quote=WORDS), max_size=20
    ).map(tuple),
    containers=st.lists(
        st.builds(
            ContainerRow,
            name=WORDS,
            state=WORDS,
            last=st.none() | WORDS,
            restarts=st.integers(0, 10**9),
            next_restart_at=st.none() | TIMES,
        ),
        max_size=30,
    ).map(tuple),
    logs=st.lists(
        st.builds(
            LogExcerpt,
            container=st.none() | WORDS,
            previous=st.booleans(),
            lines=st.lists(WORDS, max_size=60).map(tuple),
        ),
        max_size=12,
    ).map(tuple),
    hidden=st.integers(0, 10**6),
    observed_at=st.none() | TIMES,
)
KINDS = st.none() | st.sampled_from(sorted(KIND_NAMES))
OPTIONS = st.lists(st.builds(Option, ref=REFS, kind=KINDS, status=WORDS), min_size=1, max_size=120).map(tuple)
LANGUAGES = st.sampled_from(["en", "zh"])


OUR_OWN = re.compile(r"((looked at|查看时间) <!date\^\d+\^\{time_secs\}\|[0-9:]{8} UTC>)?( · )?([\w ]*)")


def harmless(value: Any) -> bool:
    """Whether Slack interprets nothing but our own footer: every other text is plain or rich text."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn" and not OUR_OWN.fullmatch(value["text"]):
            return False
        return all(map(harmless, value.values()))
    return all(map(harmless, value)) if isinstance(value, list) else True


def check(drawn: Message) -> None:
    """Slack's rules by two tables, neither of them ours, and our own on what may act."""
    assert message_problems(json.loads(json.dumps(drawn.as_arguments()))) == ("", [])
    assert characters(drawn.blocks) <= MESSAGE_CHARACTERS
    for block in Block.parse_all([one for one in drawn.blocks if one["type"] != "table"]):
        block.to_dict()  # slack_sdk's own checks
    assert harmless(drawn.blocks)
    assert "<" not in drawn.text and ">" not in drawn.text


def check_window(view: dict[str, Any]) -> None:
    assert block_problems(json.loads(json.dumps(view["blocks"])), "modal") == []
    assert 1 <= len(view["title"]["text"]) <= 24
    assert harmless(view)
    assert len(json.dumps(view)) < 250_000, "the largest view that Slack takes"


@UNTIMED
@given(REPORTS, LANGUAGES)
def test_any_report(library: Library, report: Report, language: Any) -> None:
    """Whatever a cluster says, the answer can be posted and shared."""
    drawn = answer_message(report, language, "q" * 16, library)

    check(drawn)
    check(shared_message(drawn, "U0MEI", language))


@UNTIMED
@given(REPORTS, LANGUAGES)
def test_any_reports_windows(library: Library, report: Report, language: Any) -> None:
    """The same for everything behind its buttons."""
    check_window(report_modal.logs(report, language))
    check_window(report_modal.events(report, language))
    check_window(report_modal.read_more(report, language, library))


@UNTIMED
@given(WORDS, OPTIONS, st.integers(0, 10**6), LANGUAGES)
def test_any_choice(target: str, options: tuple[Option, ...], more: int, language: Any) -> None:
    """Names of any length still become buttons or a select that carry them whole."""
    check(answer_message(Choice(target=target, options=options, more=more), language, "q"))
    check(answer_message(NotFound(target=target, sought=options[0].kind, nearest=options), language, "q"))
    check(answer_message(NotFound(target=target, namespace_missing=True), language, "q"))


@UNTIMED
@given(WORDS, WORDS, st.sampled_from(problems()), LANGUAGES)
def test_any_failure(target: str, said: str, problem: Any, language: Any) -> None:
    """What an API server says in its error is foreign text too."""
    check(answer_message(Failure(target=target, said=said, problem=problem), language, "q"))


@UNTIMED
@given(WORDS, LANGUAGES)
def test_any_exit_code(text: str, language: Any) -> None:
    """Whatever is typed after /exitcode."""
    check(exitcode(decode(text[:500]), text, language))
    check_window(exitcode_modal(decode(text[:500]), language))


@UNTIMED
@given(WORDS, NAMES, LANGUAGES)
def test_any_notice(text: str, name: str, language: Any) -> None:
    """Whatever is typed after /whypod is shown back without acting."""
    target = Target(text=text, namespace=name, name=name)
    for drawn in _notices(text, target, language):
        check(drawn)


def _notices(text: str, target: Target, language: Any) -> Iterator[Message]:
    yield notices.looking(target, language)
    yield notices.queue_down(target, language)
    yield notices.expired(text, language)
    for reason in ("empty", "too-long", "bad-characters", "too-many-parts", "unknown-kind", "a-new-one"):
        yield notices.bad_target(reason, text, language)
