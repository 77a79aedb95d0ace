"""One question, one answer, whatever goes wrong while the worker lives."""

from collections.abc import Callable, Iterator

import pytest
from fakeredis import FakeRedis
from pydantic import ValidationError
from rq.timeouts import JobTimeoutException

from bot.answers.queue import ask, recall
from core.messages.answer import Answer, Choice, Failure, NotFound
from core.messages.question import Question, ReplyTo, Target
from core.messages.report import Report
from workers import jobs
from workers.cluster.errors import Forbidden
from workers.snapshot import Pod, Snapshot

TARGET = Target(text="shop/web", namespace="shop", name="web")
REPLY_TO = ReplyTo(user="U0MEI", channel="C0ONCALL", asked_at=1000.0)
QUESTION = Question(id="q1", target=TARGET, reply_to=REPLY_TO)
PASTE = Question(id="q1", kind="paste", paste="Last State: Terminated", reply_to=REPLY_TO)

Look = Callable[[Target], Snapshot | Choice | NotFound]


@pytest.fixture
def store() -> Iterator[FakeRedis]:
    with FakeRedis() as made:
        yield made
    jobs._dependencies.clear()


def lay_out(store: FakeRedis, look: Look, pasted: tuple[Snapshot, ...] = ()) -> None:
    jobs.configure(
        jobs.Dependencies(
            redis=store,
            fetch=look,
            read=lambda text: list(pasted),
            diagnose=lambda snapshot, target: Report(target=target or "a paste"),
        )
    )


def raising(fault: Exception) -> Look:
    def look(target: Target) -> Snapshot:
        raise fault

    return look


def test_a_question_that_is_not_there_is_left(store: FakeRedis) -> None:
    """A job that comes a day late looks at no cluster."""
    lay_out(store, raising(AssertionError("nobody should look")))
    jobs.answer("q1")

    assert store.keys() == []


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Forbidden("pods is forbidden"), Failure(target="shop/web", problem="forbidden", said="pods is forbidden")),
        (
            Forbidden("no answer from https://admin:s3cr3t@proxy:3128"),
            Failure(target="shop/web", problem="forbidden", said="no answer from https://admin:[hidden]@proxy:3128"),
        ),
        (JobTimeoutException("7 seconds"), Failure(target="shop/web", problem="timeout")),
        (ZeroDivisionError("a fault of ours"), Failure(target="shop/web", problem="internal")),
    ],
)
def test_what_goes_wrong_is_an_answer_too(store: FakeRedis, fault: Exception, failure: Failure) -> None:
    """A cluster that refuses, a look that takes too long, a fault of ours: the person is told which, and no secret."""
    lay_out(store, raising(fault))
    ask(store, QUESTION)
    jobs.answer("q1")

    assert recall(store, "q1") == failure


@pytest.mark.parametrize(
    ("seen", "answer"),
    [
        (Snapshot(), Report(target="shop/web")),
        (NotFound(target="shop/web"), NotFound(target="shop/web")),
        (Choice(target="shop/web", options=()), Choice(target="shop/web", options=())),
    ],
)
def test_what_was_seen_is_diagnosed_and_what_was_not_found_is_said(
    store: FakeRedis, seen: Snapshot | Choice | NotFound, answer: Answer
) -> None:
    """Only a snapshot is diagnosed."""
    lay_out(store, lambda target: seen)
    ask(store, QUESTION)
    jobs.answer("q1")

    assert recall(store, "q1") == answer


@pytest.mark.parametrize(
    ("pasted", "answer"),
    [
        ((), Failure(target="", problem="nothing-recognized")),
        ((Snapshot(),), Failure(target="", problem="nothing-recognized")),
        ((Snapshot(pod=Pod()),), Report(target="a paste")),
    ],
)
def test_a_paste_is_read_without_a_cluster(store: FakeRedis, pasted: tuple[Snapshot, ...], answer: Answer) -> None:
    """It works while every cluster is away, and says so when nothing in it can be read."""
    lay_out(store, raising(AssertionError("nobody should look")), pasted)
    ask(store, PASTE)
    jobs.answer("q1")

    assert recall(store, "q1") == answer


def test_what_cannot_be_read_is_not_repeated_in_the_error() -> None:
    """Errors are logged, and a question may hold what somebody pasted."""
    with pytest.raises(ValidationError) as raised:
        Question.model_validate_json('{"id": "q1", "paste": ["s3cr3t"]}')

    assert ("paste" in str(raised.value), "s3cr3t" in str(raised.value)) == (True, False)


def test_an_unreadable_question_gets_an_honest_answer(store: FakeRedis) -> None:
    """A question of another version of ours: nobody waits in vain."""
    lay_out(store, raising(AssertionError("nobody should look")))
    ask(store, QUESTION)
    store.hset("whypod:question:q1", "question", '{"id": "q1", "of": "the future"}')
    jobs.answer("q1")

    assert recall(store, "q1") == Failure(target="", problem="internal")
