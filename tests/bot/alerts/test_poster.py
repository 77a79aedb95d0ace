"""The poster of alerts: one message whatever dies when, in order, within Slack's limits."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import fakeredis
import pytest
from slack_sdk.errors import SlackApiError

from bot.alerts import poster, sweep
from bot.routing import Routing
from bot.slack.call import CALL_SECONDS, TryLater
from core.messages import alerts as keys
from core.messages.handling import Acknowledged, Handling
from core.messages.incidents import Incident, Update, WorkloadIncident
from core.messages.jumps import Workload
from tests.bot.timed_redis import TimedRedis

T = 1_800_000_000.0
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")


class Killed(BaseException):
    """The process is gone at this very point."""


@dataclass
class Answer:
    """What the SDK returns."""

    data: dict[str, Any]


@dataclass
class Slack:
    """Keeps messages as Slack does; `faults` happen at the next calls, before or after they take effect."""

    history: bool = False
    posted: list[dict[str, Any]] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)
    faults: list[tuple[str, BaseException]] = field(default_factory=list)

    def api_call(self, method: str, json: dict[str, Any]) -> Answer:
        """Post, edit, or look back where that is allowed."""
        when, fault = self.faults.pop(0) if self.faults else ("", None)
        if when == "before" and fault is not None:
            raise fault
        answer = self._taken(method, json)
        if when == "after" and fault is not None:
            raise fault
        return answer

    def _taken(self, method: str, json: dict[str, Any]) -> Answer:
        if method.startswith("conversations."):
            if not self.history:
                raise refusal("missing_scope")
            found = [{"ts": one["ts"], "metadata": one["metadata"]} for one in self.posted]
            return Answer({"ok": True, "channel": "C1", "messages": found})
        if method == "chat.update":
            self.edits.append(json["text"])
            return Answer({"ok": True, "channel": "C1", "ts": json["ts"]})
        self.posted.append({**json, "ts": f"{len(self.posted) + 1}.0"})
        return Answer({"ok": True, "channel": "C1", "ts": self.posted[-1]["ts"]})


@dataclass
class Response:
    """An answer that is an error, as the SDK has it."""

    error: str
    status_code: int
    headers: dict[str, str]

    def get(self, name: str) -> object:
        """A field of the body."""
        return {"ok": False, "error": self.error}.get(name)


def refusal(error: str, status: int = 200, **headers: str) -> SlackApiError:
    """As the SDK raises it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SlackApiError("refused", Response(error, status, named))  # type: ignore[arg-type]


def incident(version: int = 1, restarts: int = 3, **changes: Any) -> WorkloadIncident:
    """One that was announced."""
    given = {"id": "i1", "workload": ORDERS, "containers": ("app",), "stage": "open", "version": version}
    times = {"started_at": T, "detected_at": T, "announced_at": T, "restarts": restarts}
    return WorkloadIncident(last_reason="Error", **{**given, **times, **changes})


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def alert_poster(slack: Slack) -> poster.AlertPoster:
    return poster.AlertPoster(fakeredis.FakeRedis(), slack, Routing("C1"), "en", lambda: T)  # type: ignore[arg-type]


@pytest.fixture
def write(alert_poster: poster.AlertPoster) -> Callable[[Incident], None]:
    """Writes an incident as the watcher does."""

    def written(one: Incident) -> None:
        alert_poster.redis.hset(keys.INCIDENTS, one.id, one.model_dump_json())
        alert_poster.redis.hset(keys.VERSIONS, one.id, one.version)

    return written


def lease_ends(alert_poster: poster.AlertPoster) -> None:
    """As much time passes as a claim holds, in another process."""
    alert_poster.redis.hset(keys.posted_key("i1"), mapping={"until": 0, "wait": 0})
    alert_poster.sent.clear()


def test_what_was_never_announced_is_not_posted(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """A pending incident has no message."""
    write(incident(announced_at=None, stage="pending"))

    assert (poster.reconcile(alert_poster, "i1"), slack.posted) == (0, [])


def test_told_twice_it_is_posted_once(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """The second job finds nothing left to do."""
    write(incident())
    poster.reconcile(alert_poster, "i1")
    poster.reconcile(alert_poster, "i1")

    assert (len(slack.posted), slack.edits) == (1, [])


def test_an_older_job_brings_the_newest_state(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """Jobs may come in any order: each shows what is true now, so no older edit comes last."""
    write(incident())
    poster.reconcile(alert_poster, "i1")
    write(incident(version=7, restarts=12))
    for key in ("i1-7", "i1-3"):
        poster.configure(alert_poster)
        poster.post("i1", key)

    assert len(slack.edits) == 1
    assert "12 restarts" in slack.edits[0]


@pytest.mark.parametrize("history", [True, False])
def test_killed_after_slack_took_it(history: bool, alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """With the scope for looking back it is found; without, it is posted again rather than lost."""
    slack.history = history
    write(incident())
    slack.faults = [("after", Killed())]
    with pytest.raises(Killed):
        poster.reconcile(alert_poster, "i1")
    lease_ends(alert_poster)
    poster.reconcile(alert_poster, "i1")

    assert len(slack.posted) == (1 if history else 2)
    assert alert_poster.redis.hget(keys.SHOWN, "i1") == b"1.0"


def test_killed_before_slack_was_asked(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """It is posted by the next one, once."""
    write(incident())
    slack.faults = [("before", Killed())]
    with pytest.raises(Killed):
        poster.reconcile(alert_poster, "i1")
    lease_ends(alert_poster)
    poster.reconcile(alert_poster, "i1")

    assert len(slack.posted) == 1


def test_a_rate_limit_is_waited_for(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """429 with Retry-After: nobody asks again before, and nothing is lost."""
    write(incident())
    slack.faults = [("before", refusal("ratelimited", 429, Retry_After="30"))]
    with pytest.raises(TryLater) as later:
        poster.reconcile(alert_poster, "i1")
    assert poster.reconcile(alert_poster, "i1") == 0
    lease_ends(alert_poster)
    poster.reconcile(alert_poster, "i1")

    assert (later.value.seconds, len(slack.posted)) == (30.0, 1)


def test_a_workspace_without_charts_gets_the_message_without(
    alert_poster: poster.AlertPoster, slack: Slack, write: Any
) -> None:
    """invalid_blocks drops the chart block, and the next message comes without it at once."""
    times = tuple(T + 60 * number for number in range(10))
    write(incident(restarts=10, restart_times=times, pod_count=1))
    slack.faults = [("before", refusal("invalid_blocks"))]
    poster.reconcile(alert_poster, "i1")
    kinds = [block["type"] for block in slack.posted[0]["blocks"]]

    assert "data_visualization" not in kinds
    assert "actions" in kinds
    assert alert_poster.redis.exists(poster.CHART_REFUSED)


def test_news_stands_in_the_thread_in_order(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """Each once, before the edit, also when the poster comes late."""
    write(incident())
    poster.reconcile(alert_poster, "i1")
    news = tuple(Update(seq=seq, at=T, what="count", before="3", after=str(3 * 2**seq)) for seq in (1, 2))
    write(incident(version=3, updates=news))
    poster.reconcile(alert_poster, "i1")

    assert [one.get("thread_ts") for one in slack.posted] == [None, "1.0", "1.0"]
    assert [one["text"].split()[1] for one in slack.posted[1:]] == ["6", "12"]


def test_a_deleted_message_stays_deleted(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """A person removed it; nothing is posted again for it."""
    write(incident())
    poster.reconcile(alert_poster, "i1")
    write(incident(version=2, restarts=9))
    slack.faults = [("before", refusal("message_not_found"))]
    poster.reconcile(alert_poster, "i1")
    write(incident(version=3, restarts=10))

    assert (poster.reconcile(alert_poster, "i1"), len(slack.posted)) == (0, 1)


def test_an_acknowledgement_is_an_edit(alert_poster: poster.AlertPoster, slack: Slack, write: Any) -> None:
    """It wakes the poster by its own version."""
    write(incident())
    poster.reconcile(alert_poster, "i1")
    care = Handling(version=1, acknowledged=Acknowledged(user="U1", at=T))
    alert_poster.redis.hset(keys.HANDLING, "i1", care.model_dump_json())
    woken = sweep.sweep(sweep.Sweeper(alert_poster.redis, alert_poster.routing))
    poster.reconcile(alert_poster, "i1")

    assert (woken, slack.edits[0][0]) == (1, "🟡")


def test_a_lost_job_is_found_by_the_sweep(alert_poster: poster.AlertPoster, write: Any) -> None:
    """The watcher wrote its book and died; the version is ahead of what Slack shows."""
    write(incident(version=4))

    assert sweep.sweep(sweep.Sweeper(alert_poster.redis, alert_poster.routing)) == 1
    assert sweep.sweep(sweep.Sweeper(alert_poster.redis, alert_poster.routing)) == 0


def test_a_poster_that_lost_its_claim_writes_nothing(
    alert_poster: poster.AlertPoster, slack: Slack, write: Any
) -> None:
    """It was paused; the other one's notes stay."""
    write(incident())

    def another(method: str, json: dict[str, Any]) -> Answer:
        alert_poster.redis.hset(keys.posted_key("i1"), mapping={"claim": "other", "ts": "9.9"})
        return Answer({"ok": True, "channel": "C1", "ts": "1.0"})

    slack.api_call = another  # type: ignore[method-assign]
    with pytest.raises(TryLater):
        poster.reconcile(alert_poster, "i1")

    assert alert_poster.redis.hget(keys.posted_key("i1"), "ts") == b"9.9"


def test_the_claim_holds_while_a_message_is_sent_in_three_forms(slack: Slack) -> None:
    """With the chart, without it, as text: after every refusal, and as late as possible, another poster looks."""
    redis = TimedRedis()
    ours = poster.AlertPoster(redis, slack, Routing("C1"), "en", lambda: T)  # type: ignore[arg-type]
    times = tuple(T + 60 * number for number in range(10))
    one = incident(restarts=10, restart_times=times, pod_count=1)
    redis.hset(keys.INCIDENTS, one.id, one.model_dump_json())
    calls_of_others: list[int] = []

    def refused(method: str, json: dict[str, Any]) -> Answer:
        redis.now += CALL_SECONDS
        calls_of_others.append(poster.reconcile(replace(ours, sent={}), "i1"))
        if json["blocks"]:
            raise refusal("invalid_blocks")
        return Answer({"ok": True, "channel": "C1", "ts": "1.0"})

    slack.api_call = refused  # type: ignore[method-assign]

    assert (poster.reconcile(ours, "i1"), calls_of_others) == (1, [0, 0, 0])
