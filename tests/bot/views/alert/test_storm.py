"""One message about many workloads: what they share, what one of them said by its name, and which they are."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.views.alert.message import alert_message, thread_reply
from core.messages.handling import Handling
from core.messages.incidents import Common, Incident, StormIncident, Update
from core.messages.model import Language
from core.messages.report import Evidence, Finding, PodRef, Report
from deploy.sandbox.slack.blocks.blocks import message_problems

T = 1_800_000_000.0
Read = Callable[[list[dict[str, Any]]], list[str]]
QUOTE = Evidence(source="log", quote="dial tcp db.shop:5432: connect: connection refused")
REPORT = Report(
    target="shop/web",
    ref=PodRef(namespace="shop", name="web-1"),
    findings=(
        Finding(
            cause="run.dependency-unreachable",
            detail="run.dependency-refused",
            confidence="certain",
            container="app",
            evidence=(QUOTE,),
            values={"host": "db.shop", "port": "5432"},
        ),
    ),
)
SAME = Common(what="cause", value="run.dependency-unreachable", count=6)
OTHER = Common(what="cause", value="run.oom-cgroup", count=6)
NODE = Common(what="node", value="node-7", count=7)


def storm(**changes: Any) -> StormIncident:
    """Seven workloads that began to fail at once."""
    names = tuple(f"shop/w{number}" for number in range(7))
    times = {"started_at": T, "detected_at": T, "announced_at": T}
    given = {"id": "s1", "stage": "open", "open_members": 7, "member_ids": names, "member_names": names}
    return StormIncident(**{**given, **times, "report": REPORT, **changes})


def lines_of(incident: Incident, language: Language, read: Read) -> list[str]:
    """What a reader sees; Slack takes it."""
    shown = alert_message(incident, Handling(), language, T + 60)

    assert message_problems(shown.as_arguments()) == ("", [])
    return read(shown.blocks)


@pytest.mark.parametrize(
    "changes", [{"report": None}, {"common": (OTHER,)}, {"report": REPORT.model_copy(update={"findings": ()})}]
)
def test_what_one_pod_said_is_no_example_of_another_cause(changes: dict[str, Any], read: Read) -> None:
    """Most were killed for memory, the quoted one could not connect: its line would mislead."""
    assert not [line for line in lines_of(storm(**changes), "en", read) if "5432" in line or "For example" in line]


@pytest.mark.parametrize("common", [(SAME, NODE), (NODE,), ()])
@pytest.mark.parametrize(("language", "said"), [("en", "For example shop/web-1: "), ("zh", "例如 shop/web-1：")])
def test_what_one_pod_said_is_said_to_be_that(
    common: tuple[Common, ...], language: Language, said: str, read: Read
) -> None:
    """The quote stands behind the name of its pod, below what is shared by most."""
    lines = lines_of(storm(common=common), language, read)

    assert [line for line in lines if "5432" in line] == [f"{said}`{QUOTE.quote}`"]


def test_what_they_share_comes_first(read: Read) -> None:
    """The notification has the most telling; the list has the counts, and where all names are."""
    shown = alert_message(storm(common=(NODE, SAME)), Handling(), "en", T + 60)

    assert shown.text == "🔴 7 workloads started failing at once · node node-7 (7 of 7)"
    assert "- node `node-7` (7 of 7)" in read(shown.blocks)
    assert "`shop/w0, shop/w1, shop/w2, shop/w3, shop/w4, shop/w5, shop/w6`" in "".join(read(shown.blocks))


def test_over_it_is_two_lines(read: Read) -> None:
    """Nothing to press, nothing to read at night."""
    over = storm(stage="resolved", ended_at=T + 600)

    assert len(lines_of(over, "en", read)) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_storm_that_grew_says_so_in_its_thread(language: Language) -> None:
    """From how many to how many."""
    grown = Update(seq=1, at=T + 90, what="grown", before="7", after="15")
    shown = thread_reply(storm(), grown, language)

    assert "7" in shown.text and "15" in shown.text
    assert message_problems(shown.as_arguments()) == ("", [])
