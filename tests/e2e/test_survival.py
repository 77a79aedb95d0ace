"""What is killed, stopped or cut off in the middle of a question: one answer each, and none lost."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from core.messages import queues
from tests.e2e.conftest import ROOT, Sandbox, call, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes are found through /proc")

MID_QUESTION_SECONDS = 1.2
"""How long a slowed read takes; below the 2 s after which a worker gives up on it."""


def begun(sandbox: Sandbox) -> bool:
    """Whether a worker is in the middle of the only question there is."""
    with sandbox.store() as redis:
        ids = [each.decode() for each in redis.zrange(queues.DEADLINES, 0, -1)]
        return len(ids) == 1 and redis.hexists(queues.question_key(ids[0]), "started")


def busy_worker(sandbox: Sandbox) -> int:
    """The process id of the worker that has a question."""
    with sandbox.store() as redis:
        for key in redis.smembers("rq:workers:interactive"):
            pid, job = redis.hmget(key, "pid", "current_job")
            if pid and job:
                return int(pid)
    return 0


def settled(sandbox: Sandbox) -> bool:
    """Whether every question has its outcome."""
    with sandbox.store() as redis:
        return redis.zcard(queues.DEADLINES) == 0


def ask_and_be_in_the_middle(sandbox: Sandbox) -> dict[str, Any]:
    """A question a worker has begun on and cannot finish yet."""
    until(lambda: settled(sandbox))
    sandbox.slow_pods(MID_QUESTION_SECONDS)
    note = sandbox.type("/whypod web/banner")
    until(lambda: begun(sandbox))
    return note


def the_only_answer(sandbox: Sandbox, note: dict[str, Any], before: int) -> str:
    """What the note became, when nothing else came with it."""
    final = str(sandbox.final(note["ts"])["text"])
    until(lambda: settled(sandbox))
    assert len(sandbox.private()) == before + 1, [each["text"] for each in sandbox.private()[before:]]
    return final


def test_a_worker_is_killed_in_the_middle_of_a_question(victim: Sandbox) -> None:
    """`kill -9`: the question is asked again and answered within 20 seconds, and the worker is back."""
    before = len(victim.private())
    note = ask_and_be_in_the_middle(victim)
    asked = time.monotonic()
    killed = until(lambda: busy_worker(victim))
    os.kill(killed, signal.SIGKILL)
    victim.well_again()
    final = the_only_answer(victim, note, before)

    assert final.startswith("web/banner-")
    assert time.monotonic() - asked < 20
    assert killed not in until(lambda: _two(victim.children().get("worker", [])))


def test_redis_is_stopped_for_five_seconds(victim: Sandbox) -> None:
    """A question under way is answered afterwards; one asked meanwhile is refused at once, with what can be done."""
    before = len(victim.private())
    note = ask_and_be_in_the_middle(victim)
    (redis,) = victim.children()["redis"]
    os.kill(redis, signal.SIGSTOP)
    try:
        meanwhile = victim.type("/whypod shop/checkout")
        time.sleep(5)
    finally:
        os.kill(redis, signal.SIGCONT)
    final = the_only_answer(victim, note, before + 1)

    assert final.startswith("web/banner-")
    assert "Redis" in meanwhile["text"]
    assert victim.message(meanwhile["ts"])["text"] == meanwhile["text"]


def test_redis_is_killed_and_started_again(victim: Sandbox) -> None:
    """What was asked stands in its file."""
    before = len(victim.private())
    note = ask_and_be_in_the_middle(victim)
    (redis,) = victim.children()["redis"]
    os.kill(redis, signal.SIGKILL)
    until(lambda: victim.children().get("redis", [redis]) != [redis])

    assert the_only_answer(victim, note, before).startswith("web/banner-")


def test_slack_is_killed_and_started_again(victim: Sandbox) -> None:
    """The answer waits until Slack is back, and the bot connects again by itself."""
    before = len(victim.private())
    note = ask_and_be_in_the_middle(victim)
    (slack,) = victim.children()["slack"]
    os.kill(slack, signal.SIGKILL)
    until(lambda: _up(victim))

    assert the_only_answer(victim, note, before).startswith("web/banner-")
    until(lambda: victim.state()["app"]["connected"])
    assert victim.answer("/whypod web/banner")["text"].startswith("web/banner-")


def test_slack_takes_nothing_for_a_while(victim: Sandbox) -> None:
    """A rate limit and two outages: the answer comes when Slack takes it."""
    before = len(victim.private())
    for fault in ({"kind": "rate_limit", "seconds": 1}, {"kind": "error", "status": 503, "count": 2}):
        _fault(victim, {"method": "response_url", **fault})
    note = victim.type("/whypod web/banner")

    assert the_only_answer(victim, note, before).startswith("web/banner-")


@pytest.fixture
def second_bot(victim: Sandbox) -> Iterator[int]:
    """Another bot on the same Slack and the same Redis."""
    environment = {
        **victim.environment,
        "SLACK_BOT_TOKEN": "xoxb-local-bot",
        "SLACK_APP_TOKEN": "xapp-local-app",
        "WHYPOD_SLACK_API_URL": f"{victim.console}api/",
        "REDIS_URL": victim.redis,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    until(lambda: '"connected"' in process.stderr.readline())  # type: ignore[union-attr]
    yield process.pid
    process.kill()
    process.stderr.close()
    process.wait()


def test_two_bots_answer_each_question_once(victim: Sandbox, second_bot: int) -> None:
    """Slack gives each question to one of them, both sweep; then one of them is killed and the other goes on."""
    before = len(victim.private())
    notes = [victim.type("/whypod web/banner") for _ in range(6)]
    finals = [victim.final(note["ts"])["text"] for note in notes]
    os.kill(second_bot, signal.SIGKILL)
    after = until(lambda: _asked(victim))
    until(lambda: settled(victim))

    assert all(final.startswith("web/banner-") for final in finals)
    assert victim.final(after["ts"])["text"].startswith("web/banner-")
    assert len([each for each in victim.private()[before:] if each["user"] == "U0WHYPOD"]) == 7


def test_nobody_answers_and_the_reader_is_told_within_twenty_seconds(victim: Sandbox) -> None:
    """Both workers hang: asked twice, then given up honestly."""
    workers = victim.children()["worker"]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        asked = time.monotonic()
        final = victim.answer("/whypod web/banner")
        seconds = time.monotonic() - asked
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)

    assert "web/banner" in final["text"]
    assert not final["text"].startswith("web/banner-")
    assert seconds < 20


def test_the_shell_says_the_same_as_slack(victim: Sandbox) -> None:
    """`whypod` on the same cluster, without Redis and Slack."""
    environment = {**victim.environment, "KUBECONFIG": victim.kubeconfig}
    said = subprocess.run(
        [sys.executable, "-m", "workers", "--json", "web/banner"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    title = json.loads(said.stdout)["findings"][0]["title"]

    assert title.replace("`", "") in victim.answer("/whypod web/banner")["text"].replace("`", "")


def _two(pids: list[int]) -> list[int] | None:
    return pids if len(pids) == 2 else None


def _up(sandbox: Sandbox) -> bool:
    try:
        return bool(sandbox.state())
    except OSError:
        return False


def _asked(sandbox: Sandbox) -> dict[str, Any] | None:
    """A question Slack could hand to somebody; it may still try the killed bot once."""
    try:
        return sandbox.type("/whypod web/banner")
    except AssertionError:
        return None


def _fault(sandbox: Sandbox, fault: dict[str, Any]) -> None:
    call(f"{sandbox.console}_sandbox/faults", fault)
