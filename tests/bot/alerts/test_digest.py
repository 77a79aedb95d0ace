"""What came and went in the quiet hours: one message a channel, once, and nothing of it told again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fakeredis import FakeRedis
from slack_sdk.errors import SlackApiError

from bot.alerts import digest, poster
from bot.alerts.sweep import DIGEST_JOB, Sweeper, sweep
from bot.routing import Routing, parse_quiet_hours
from core.messages import alerts as keys
from core.messages.handling import Handling
from core.messages.incidents import Ending, WorkloadIncident
from core.messages.jumps import Workload

T = 1_800_000_000.0
IDS = ["i1", "i2"]


@dataclass
class Answer:
    """What the SDK returns; as an error's response, its status and headers, too."""

    data: dict[str, Any]
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        return self.data.get(name)


@dataclass
class Slack:
    """Keeps what was posted; the next call ends as `fault` says."""

    posted: list[dict[str, Any]] = field(default_factory=list)
    fault: BaseException | None = None

    def api_call(self, method: str, json: dict[str, Any]) -> Answer:
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault
        self.posted.append(json)
        return Answer({"ok": True, "channel": json["channel"], "ts": "1.0"})


def refusal(error: str, status: int = 200, **headers: str) -> SlackApiError:
    return SlackApiError("no", Answer({"ok": False, "error": error}, status, headers))  # type: ignore[arg-type]


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def store(slack: Slack) -> Iterator[FakeRedis]:
    """Two incidents that were over before the morning, held for the digest."""
    redis = FakeRedis()
    for number, one in enumerate(IDS):
        workload = Workload(namespace="shop", kind="Deployment", name=f"web-{number}")
        times = {"started_at": T, "detected_at": T, "announced_at": T, "ended_at": T + 60}
        over = {"stage": "resolved", "ending": Ending(reason="ready"), "restarts": 4, **times}
        made = WorkloadIncident(id=one, workload=workload, version=3, **over)
        redis.hset(keys.INCIDENTS, one, made.model_dump_json())
        redis.hset(keys.VERSIONS, one, 3)
        redis.hset(keys.DIGEST, one, "C1")
    poster.configure(poster.AlertPoster(redis, slack, Routing("C1"), "en", lambda: T))  # type: ignore[arg-type]
    yield redis
    poster._configured.clear()


def test_what_was_forgotten_meanwhile_is_not_told(store: FakeRedis, slack: Slack) -> None:
    """Nothing is posted about nothing, and the list is emptied."""
    store.delete(keys.INCIDENTS)

    assert (digest.post("C1", IDS, "d"), slack.posted, store.hgetall(keys.DIGEST)) == (None, [], {})


def test_one_message_for_all_of_them(store: FakeRedis, slack: Slack) -> None:
    """Told once, also when the job comes twice; from then on each counts as shown as it is."""
    store.hset(keys.HANDLING, "i2", Handling(version=2).model_dump_json())
    digest.post("C1", IDS, "d")
    digest.post("C1", IDS, "d")

    assert [one["text"] for one in slack.posted] == ["Came and went during the quiet hours: 2"]
    assert store.hgetall(keys.SHOWN) == {b"i1": b"3.0", b"i2": b"3.2"}
    assert [store.hget(keys.posted_key(one), "over") for one in IDS] == [b"1", b"1"]
    assert store.hgetall(keys.DIGEST) == {}


def test_a_rate_limit_is_waited_for(store: FakeRedis, slack: Slack) -> None:
    """RQ comes back after what Slack asked for; until then it stays in the list."""
    slack.fault = refusal("ratelimited", 429, **{"Retry-After": "30"})
    again = digest.post("C1", IDS, "d")
    held = store.hlen(keys.DIGEST)
    digest.post("C1", IDS, "d")

    assert again is not None and (again.intervals, held) == ([31], 2)
    assert len(slack.posted) == 1


def test_killed_in_the_middle_it_is_told_all_the_same(store: FakeRedis, slack: Slack) -> None:
    """The process is gone before Slack had it; the sweep wakes another."""
    slack.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        digest.post("C1", IDS, "d")
    digest.post("C1", IDS, "d")

    assert len(slack.posted) == 1


def test_a_channel_that_refuses_is_not_asked_for_ever(store: FakeRedis, slack: Slack) -> None:
    """The bot was removed from it: logged, and over."""
    slack.fault = refusal("not_in_channel")

    assert (digest.post("C1", IDS, "d"), slack.posted, store.hgetall(keys.DIGEST)) == (None, [], {})


@pytest.mark.parametrize(("hour", "jobs"), [(3, 0), (8, 1)])
def test_the_sweep_wakes_it_when_the_quiet_hours_are_over(store: FakeRedis, hour: int, jobs: int) -> None:
    """Not before; what is still open is told on its own instead."""
    store.hset(keys.DIGEST, "i3", "C1")
    midnight = T - T % 86_400
    sweep(
        Sweeper(store, Routing("C1", quiet_hours=parse_quiet_hours("22:00-07:00 UTC")), lambda: midnight + hour * 3600)
    )
    queued = [store.hget(f"rq:job:{job.decode()}", "description") for job in store.lrange("rq:queue:alerts", 0, -1)]

    assert sum(DIGEST_JOB.encode() in (text or b"") for text in queued) == jobs
    assert store.hexists(keys.DIGEST, "i3") is (jobs == 0)
