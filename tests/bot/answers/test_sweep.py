"""The sweep: what becomes of a question past its deadline, whoever died."""

from collections.abc import Iterator

import pytest
from fakeredis import FakeRedis, FakeServer
from rq import Queue
from rq.serializers import JSONSerializer

from bot.answers.queue import ask, recall
from bot.answers.sweep import PERIOD_SECONDS, QuestionState, next_step, sweep
from core.messages import queues
from core.messages.answer import Failure, NotFound
from core.messages.question import Question, ReplyTo, Target
from tests.bot.timed_redis import TimedRedis
from workers.queue import hand_over, take

QUESTION = Question(
    id="q1",
    target=Target(text="shop/web", namespace="shop", name="web"),
    reply_to=ReplyTo(user="U0MEI", channel="C0ONCALL", asked_at=1000.0),
)
KEY = queues.question_key("q1")


@pytest.fixture
def server() -> FakeServer:
    """What several clients share."""
    return FakeServer()


@pytest.fixture
def store(server: FakeServer) -> Iterator[TimedRedis]:
    with TimedRedis(server=server) as made:
        yield made


def jobs(store: FakeRedis, name: str) -> list[str]:
    return Queue(name, connection=store, serializer=JSONSerializer).job_ids


def state(**changed: object) -> QuestionState:
    fields = {"id": "q1", "asked": 1000.0, "attempt": 1, "started": 0, "answered": False, "handed": 0, "over": False}
    return QuestionState(**{**fields, **changed})  # type: ignore[arg-type]


def test_a_question_within_its_deadline_is_left_alone(store: TimedRedis) -> None:
    """Nothing happens before 8 seconds are over."""
    ask(store, QUESTION)
    store.now += queues.ASK_SECONDS - 0.1

    assert sweep(store) == 0
    assert jobs(store, queues.INTERACTIVE) == ["q1-a1"]


@pytest.mark.parametrize(
    ("seen", "now", "step"),
    [
        (None, 1008.0, "forget"),
        (state(over=True, answered=True), 1008.0, "forget"),
        (state(), 1008.0, "ask-again"),
        (state(attempt=2), 1016.0, "give-up"),
        (state(attempt=2, answered=True), 1016.0, "hand-over-again"),
        (state(answered=True, handed=9), 2800.0, "hand-over-again"),
        (state(answered=True, handed=9), 2801.0, "expire"),
        (state(), 2801.0, "expire"),
    ],
)
def test_every_state_has_its_step(seen: QuestionState | None, now: float, step: str) -> None:
    """The decision alone, for each state a question can be in."""
    assert next_step(seen, now) == step


def test_it_is_asked_again_before_everybody_else_and_once(store: TimedRedis) -> None:
    """The second attempt stands first in the queue, under a new id, and the first one is gone from it."""
    ask(store, QUESTION)
    ask(store, QUESTION.model_copy(update={"id": "q2"}))
    store.zadd(queues.DEADLINES, {"q2": 9999.0})
    store.now += queues.ASK_SECONDS

    assert (sweep(store), sweep(store)) == (1, 0)
    assert jobs(store, queues.INTERACTIVE) == ["q1-a2", "q2-a1"]


@pytest.mark.parametrize(("begun", "problem"), [(True, "worker-lost"), (False, "queue-full")])
def test_after_two_attempts_it_is_given_up_within_20_seconds(store: TimedRedis, begun: bool, problem: str) -> None:
    """The reader is told whether nobody came back or nobody ever began."""
    ask(store, QUESTION)
    if begun:
        take(store, "q1")
    asked = store.now
    while not jobs(store, queues.DELIVER):
        store.now += PERIOD_SECONDS
        sweep(store)

    assert store.now - asked <= 17.0
    assert recall(store, "q1") == Failure(target="shop/web", problem=problem)  # type: ignore[arg-type]
    assert jobs(store, queues.INTERACTIVE) == []


def test_the_first_answer_written_stays(store: TimedRedis) -> None:
    """A slow worker that comes after it was given up changes nothing, nor does it work in vain."""
    ask(store, QUESTION)
    for _ in range(2):
        store.now += queues.ASK_SECONDS
        sweep(store)

    assert not hand_over(store, "q1", NotFound(target="shop/web"))
    assert take(store, "q1") is None
    assert recall(store, "q1") == Failure(target="shop/web", problem="queue-full")


def test_an_answer_nobody_posted_is_handed_over_again_ever_more_rarely(store: TimedRedis) -> None:
    """15, 30, 60, 120, 120 ... seconds apart, one delivery in the queue at a time, and no more after 30 minutes."""
    ask(store, QUESTION)
    hand_over(store, "q1", NotFound(target="shop/web"))
    handed, queued = [], set()
    for _ in range(2000):
        store.now += 1.0
        if sweep(store):
            handed.append(store.now - 1000.0)
        queued.add(len(jobs(store, queues.DELIVER)))

    assert handed[:5] == [15.0, 45.0, 105.0, 225.0, 345.0]
    assert queued == {1}
    assert store.hget(KEY, "outcome") == b"expired"
    assert store.zcard(queues.DEADLINES) == 0


def test_two_sweeps_at_once_take_one_step(store: TimedRedis, server: FakeServer) -> None:
    """The second bot notices that the first one was faster, and leaves it."""
    ask(store, QUESTION)
    store.now += queues.ASK_SECONDS
    steps: list[int] = []

    class Overtaken(TimedRedis):
        """Just before this client looks at a question, another bot takes the step."""

        now = store.now

        def pipeline(self, *arguments: object, **named: object) -> object:
            if not steps:
                steps.append(0)
                steps[0] = sweep(store)
            return super().pipeline(*arguments, **named)

    with Overtaken(server=server) as other:
        assert (sweep(other), steps) == (0, [1])
    assert jobs(store, queues.INTERACTIVE) == ["q1-a2"]


def test_an_unreadable_hash_does_not_stop_the_others(store: TimedRedis) -> None:
    """One broken question must not keep everybody else's waiting."""
    ask(store, QUESTION.model_copy(update={"id": "a-broken-one"}))
    store.hset(queues.question_key("a-broken-one"), "asked", "yesterday")
    ask(store, QUESTION)
    store.now += queues.ASK_SECONDS

    assert sweep(store) == 1
    assert jobs(store, queues.INTERACTIVE)[0] == "q1-a2"
