"""Questions and answers through Redis, from both sides."""

from collections.abc import Iterator

import pytest
from fakeredis import FakeRedis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from bot.answers.queue import QuestionTooLarge, ask, recall, recall_question
from core.messages import queues
from core.messages.answer import Choice, Failure, NotFound
from core.messages.question import Question, ReplyTo, Target
from core.messages.report import LogExcerpt, Report
from core.redis_url import Sentinels, sentinels, usable_url
from core.settings import BadSettings
from workers.bounds import bounded
from workers.queue import QuestionAttempt, give_back, hand_over, take
from workers.settings import load

QUESTION = Question(
    id="q1",
    target=Target(text="shop/web", namespace="shop", name="web"),
    reply_to=ReplyTo(user="U0MEI", channel="C0ONCALL", asked_at=1000.0),
)


@pytest.fixture
def store() -> Iterator[FakeRedis]:
    with FakeRedis() as made:
        yield made


def first_job(store: FakeRedis, name: str) -> Job:
    return Queue(name, connection=store, serializer=JSONSerializer).jobs[0]


@pytest.mark.parametrize("question_id", ["", "a:b", "../x", "a" * 65, "q 1"])
def test_an_id_that_could_name_another_key_is_refused(store: FakeRedis, question_id: str) -> None:
    """Ids come back from buttons, so from people."""
    with pytest.raises(ValueError, match="not a question id"):
        recall(store, question_id)


def test_a_question_that_is_too_large_is_refused_whole(store: FakeRedis) -> None:
    """Nothing of it is written."""
    paste = Question(id="q1", kind="paste", paste="x" * queues.MOST_QUESTION_BYTES, reply_to=QUESTION.reply_to)
    with pytest.raises(QuestionTooLarge):
        ask(store, paste)

    assert store.keys() == []


def test_a_question_is_recorded_with_its_deadline_and_queued(store: FakeRedis) -> None:
    """The worker gets its id alone; RQ never retries it, forgets its result soon, and speaks JSON."""
    ask(store, QUESTION)
    job = first_job(store, queues.INTERACTIVE)

    assert (job.id, job.func_name, job.args, job.timeout, job.result_ttl, job.retries_left) == (
        "q1-a1",
        "workers.jobs.answer",
        ["q1"],
        7,
        30,
        None,
    )
    assert job.data.startswith(b'["workers.jobs.answer"')
    assert [each for each, _ in store.zrange(queues.DEADLINES, 0, -1, withscores=True)] == [b"q1"]
    assert (recall_question(store, "q1"), recall(store, "q1")) == (QUESTION, None)


def test_what_was_handed_over_is_recalled_and_queued_for_posting(store: FakeRedis) -> None:
    """The answer stands beside its question; the poster gets the id, and RQ tries it 8 more times."""
    answer = NotFound(target="shop/web")
    ask(store, QUESTION)

    assert take(store, "q1") == QuestionAttempt(QUESTION, 1)
    assert hand_over(store, "q1", answer)
    assert recall(store, "q1") == answer
    job = first_job(store, queues.DELIVER)
    assert (job.func_name, job.args, job.retries_left) == ("bot.answers.deliver.post_answer", ["q1"], 8)


def test_only_the_first_answer_counts(store: FakeRedis) -> None:
    """A second worker with the same question changes nothing, and a third one does not even begin."""
    ask(store, QUESTION)
    answers = [hand_over(store, "q1", NotFound(target=each)) for each in ("first", "second")]

    assert answers == [True, False]
    assert recall(store, "q1") == NotFound(target="first")
    assert take(store, "q1") is None
    assert len(Queue(queues.DELIVER, connection=store, serializer=JSONSerializer)) == 1


def test_a_forgotten_question_is_neither_taken_nor_answered(store: FakeRedis) -> None:
    """A job that outlived its question's keys does not create new ones."""
    assert take(store, "q1") is None
    assert not hand_over(store, "q1", NotFound(target="shop/web"))
    assert store.keys() == []


def test_a_killed_child_makes_the_question_due_at_once(store: FakeRedis) -> None:
    """The sweep need not wait for the deadline; and a question that is over stays over."""
    ask(store, QUESTION)
    give_back(store, "q1")
    give_back(store, "gone")
    (entry,) = store.zrange(queues.DEADLINES, 0, -1, withscores=True)

    assert entry[0] == b"q1"
    assert entry[1] <= float(store.time()[0] + 1)


def test_a_small_answer_is_not_touched() -> None:
    """Cutting is for what would not fit."""
    answer = Failure(target="shop/web", problem="forbidden", said="no")

    assert bounded(answer) is answer


@pytest.mark.parametrize(
    "answer",
    [
        Report(target="shop/web", logs=tuple(LogExcerpt(lines=("x" * 10_000,) * 300) for _ in range(50))),
        Report(target="\x00" * 900_000),
        Choice(target="镜" * 400_000, options=()),
    ],
)
def test_no_answer_is_larger_than_its_limit(answer: Report | Choice) -> None:
    """Whatever a cluster put into it; the kind stays, and the end of a log is what is kept."""
    small = bounded(answer)

    assert len(small.model_dump_json().encode()) <= queues.MOST_ANSWER_BYTES
    assert type(small) is type(answer)


def test_the_end_of_a_log_is_what_is_kept() -> None:
    """The last line says how it died."""
    lines = (*("x" * 5000 for _ in range(200)), "panic: the end")
    small = bounded(Report(target="shop/web", logs=(LogExcerpt(lines=lines),)))

    assert isinstance(small, Report)
    assert small.logs[0].lines[-1] == "panic: the end"


@pytest.mark.parametrize("url", ["redis+sentinel://", "redis+sentinel://a:1,b:2", "redis+sentinel:///mymaster"])
def test_an_incomplete_sentinel_url_is_refused(url: str) -> None:
    """Better a clear error at the start than a Redis nobody finds."""
    with pytest.raises(ValueError, match="needs hosts and the master's name"):
        sentinels(url)


def test_a_sentinel_url_is_read() -> None:
    """Hosts with and without a port, credentials with escapes, database, TLS; any other URL is left to redis-py."""
    assert sentinels("rediss+sentinel://me:p%40ss@a:1,b/mymaster/3") == Sentinels(
        hosts=(("a", 1), ("b", 26379)), master="mymaster", database=3, username="me", password="p@ss", tls=True
    )
    assert sentinels("rediss://a:6379/0") is None
    assert usable_url("redis+sentinel://[::1]:5000,[fd00::2]/m") and sentinels(
        "redis+sentinel://[::1]:5000,[fd00::2]/m"
    ) == Sentinels(hosts=(("::1", 5000), ("fd00::2", 26379)), master="m")


@pytest.mark.parametrize(
    "url",
    [
        *("", "localhost:6379", "http://a", "redis://a:b", "redis://:half/a-password@a:6379", "redis://[::1]:70000"),
        *("redis+sentinel://a:b/m", "redis+sentinel://a/m/one"),
    ],
)
def test_a_url_no_client_understands_is_a_fault_of_the_settings(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """One line that names the variable and gives no password away, instead of a traceback."""
    with pytest.raises(ValueError) as raised:
        usable_url(url)
    assert "half" not in str(raised.value)
    if url:  # an empty one is as good as none
        monkeypatch.setenv("REDIS_URL", url)
        with pytest.raises(BadSettings, match=r"^REDIS_URL: [^\n]+$"):
            load({})


@pytest.mark.parametrize(
    "url", ["redis://", "redis://a", "rediss://u:p%40@[::1]:6379/1?ssl_ca_certs=/c", "unix:///r.sock"]
)
def test_a_url_a_client_understands_is_taken_as_it_is(url: str) -> None:
    """Also those that leave everything to the defaults."""
    assert usable_url(url) == url


def test_deliveries_are_looked_after_ever_more_rarely() -> None:
    """15 seconds doubled up to two minutes."""
    assert [queues.hand_over_delay(handed) for handed in (1, 2, 3, 4, 5, 500)] == [15, 30, 60, 120, 120, 120]
