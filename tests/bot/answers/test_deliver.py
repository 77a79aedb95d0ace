"""Posting an answer once: over a small Slack that answers what the test wants, by real HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fakeredis import FakeRedis
from rq import Queue
from rq.serializers import JSONSerializer
from slack_sdk import WebClient

from bot.answers import deliver
from bot.answers.deliver import AnswerPoster
from bot.answers.queue import ask
from bot.answers.sweep import sweep
from bot.slack.call import CALL_SECONDS
from bot.slack.client import SlackClient
from bot.views.blocks.message import Message
from core.messages import queues
from core.messages.answer import Answer, NotFound
from core.messages.model import Language
from core.messages.question import Question, ReplyTo, Target
from tests.bot.timed_redis import TimedRedis
from workers.queue import hand_over

KEY = queues.question_key("q1")
GOOD = (200, {}, "ok")
STEPS = list(queues.POST_RETRY_SECONDS)
USED = (404, {}, '{"ok":false,"error":"used_url"}')
DOWN = (503, {}, "upstream connect error")
SLOW_DOWN = (429, {"Retry-After": "30"}, '{"ok":false,"error":"ratelimited"}')


def refusal(error: str) -> tuple[int, dict[str, str], str]:
    return 200, {}, json.dumps({"ok": False, "error": error})


@dataclass
class Slack:
    """Answers each call with the next of `answers`, or with `ok`, after `meanwhile`; remembers what was said."""

    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    said: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    address: str = ""
    meanwhile: Callable[[], None] = lambda: None
    """What happens before the answer to a call."""

    @property
    def ways(self) -> list[str]:
        return [way for way, _ in self.said]


@pytest.fixture
def slack() -> Iterator[Slack]:
    made = Slack()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.said.append((self.path.removeprefix("/api/"), json.loads(body)))
            made.meanwhile()
            status, headers, text = made.answers.pop(0) if made.answers else (200, {}, '{"ok":true}')
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the parent's name
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        made.address = f"127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        server.shutdown()


@pytest.fixture
def store() -> Iterator[TimedRedis]:
    with TimedRedis() as made:
        yield made


def draw(answer: Answer, language: Language, question_id: str) -> Message:
    return Message(f"{answer.kind} {language} {question_id}", [{"type": "divider"}])


@pytest.fixture
def poster(store: TimedRedis, slack: Slack) -> AnswerPoster:
    """With a question that has its answer, ready to be posted."""
    url = f"http://{slack.address}/response/1"
    ask(store, question(url))
    hand_over(store, "q1", NotFound(target="shop/web"))
    return AnswerPoster(store, SlackClient(WebClient("xoxb-1", f"http://{slack.address}/api/"), slack.address), draw)


def question(response_url: str, question_id: str = "q1") -> Question:
    return Question(
        id=question_id,
        target=Target(text="shop/web", namespace="shop", name="web"),
        reply_to=ReplyTo(user="U0MEI", channel="C0ONCALL", language="zh", response_url=response_url, asked_at=1000.0),
    )


def outcome(store: FakeRedis) -> str | None:
    found = store.hget(KEY, "outcome")
    return found.decode() if found else None


def test_a_response_url_of_somebody_else_is_not_called(store: TimedRedis, slack: Slack, poster: AnswerPoster) -> None:
    """Whoever can write to Redis must not make the bot post the answer to an address of his own."""
    ask(store, question(f"http://localhost:{slack.address.split(':')[1]}/response/1", "q2"))
    hand_over(store, "q2", NotFound(target="shop/web"))
    deliver.deliver(poster, "q2")

    assert slack.ways == ["chat.postEphemeral"]


def test_the_answer_replaces_the_note_and_is_done(store: TimedRedis, slack: Slack, poster: AnswerPoster) -> None:
    """One post with everything in it; afterwards nobody needs to look again."""
    deliver.deliver(poster, "q1")

    assert slack.said == [
        (
            "/response/1",
            {
                "replace_original": True,
                "response_type": "ephemeral",
                "text": "not-found zh q1",
                "blocks": [{"type": "divider"}],
            },
        )
    ]
    assert outcome(store) == "posted"
    assert store.zcard(queues.DEADLINES) == 0


def test_a_second_delivery_posts_nothing(store: TimedRedis, slack: Slack, poster: AnswerPoster) -> None:
    """RQ and the sweep may both hand an answer over; it is posted once."""
    for _ in range(3):
        deliver.deliver(poster, "q1")

    assert slack.ways == ["/response/1"]


def test_an_answer_that_is_just_being_posted_is_left_to_whoever_posts_it(
    store: TimedRedis, slack: Slack, poster: AnswerPoster
) -> None:
    """A claim holds for 13 seconds, and not a second longer: its owner is dead by then."""
    store.hset(KEY, "until", store.now + queues.LEASE_SECONDS)
    deliver.deliver(poster, "q1")
    before = list(slack.ways)
    store.now += queues.LEASE_SECONDS
    deliver.deliver(poster, "q1")

    assert (before, slack.ways) == ([], ["/response/1"])


def test_a_claim_holds_as_long_as_its_poster_can_be_alive(
    store: TimedRedis, slack: Slack, poster: AnswerPoster
) -> None:
    """The job is ended after `POST_SECONDS`; a second poster that looks at that moment does not post."""

    def another() -> None:
        store.now += queues.POST_SECONDS
        deliver.deliver(poster, "q1")

    slack.meanwhile = another
    deliver.deliver(poster, "q1")

    assert (slack.ways, outcome(store)) == (["/response/1"], "posted")


def test_every_way_can_be_tried_in_the_time_of_one_job() -> None:
    """Each may be refused after as long as a call takes at most."""
    ways = ("response_url", "ephemeral", "direct")

    assert len(ways) * CALL_SECONDS <= queues.POST_SECONDS


def test_after_a_poster_was_killed_the_sweep_hands_the_answer_over_when_its_claim_ends(
    store: TimedRedis, slack: Slack, poster: AnswerPoster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the claim and the post: 13 seconds later it is in the queue again, and posted."""

    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(deliver, "respond", killed)
        deliver.deliver(poster, "q1")
    store.now += queues.LEASE_SECONDS - 0.1
    early = sweep(store)
    store.now += 0.2
    late = sweep(store)
    deliver.deliver(poster, "q1")

    assert (early, late) == (0, 1)
    assert Queue(queues.DELIVER, connection=store, serializer=JSONSerializer).job_ids == ["q1-p2"]
    assert outcome(store) == "posted"


@pytest.mark.parametrize(
    ("answers", "ways", "ended"),
    [
        ([USED], ["/response/1", "chat.postEphemeral"], "posted"),
        ([(410, {}, "")], ["/response/1", "chat.postEphemeral"], "posted"),
        ([refusal("expired_url")], ["/response/1", "chat.postEphemeral"], "posted"),
        ([USED, refusal("user_not_in_channel")], ["/response/1", "chat.postEphemeral", "chat.postMessage"], "posted"),
        ([refusal("invalid_blocks")], ["/response/1", "/response/1"], "posted"),
        (
            [USED, refusal("invalid_auth"), refusal("invalid_auth")],
            ["/response/1", "chat.postEphemeral", "chat.postMessage"],
            "refused",
        ),
    ],
)
def test_a_way_that_is_closed_leads_to_the_next(
    store: TimedRedis,
    slack: Slack,
    poster: AnswerPoster,
    answers: list[tuple[int, dict[str, str], str]],
    ways: list[str],
    ended: str,
) -> None:
    """A used response_url becomes an ephemeral message, that a direct one; blocks Slack cannot draw become text."""
    slack.answers = answers
    deliver.deliver(poster, "q1")

    assert (slack.ways, outcome(store)) == (ways, ended)
    assert store.zcard(queues.DEADLINES) == 0


@pytest.mark.parametrize(
    ("answer", "interval"),
    [
        (SLOW_DOWN, [31]),
        (DOWN, list(queues.POST_RETRY_SECONDS)),
        (refusal("fatal_error"), list(queues.POST_RETRY_SECONDS)),
    ],
)
def test_what_passes_by_itself_is_tried_again(
    store: TimedRedis,
    slack: Slack,
    poster: AnswerPoster,
    answer: tuple[int, dict[str, str], str],
    interval: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """RQ is told when to come back, as long as Slack asked for; then it is posted."""
    monkeypatch.setattr(deliver, "_poster", [poster])
    slack.answers = [answer]
    again = deliver.post_answer("q1")
    assert again is not None
    assert (again.intervals, outcome(store)) == (interval, None)
    assert deliver.post_answer("q1") is None

    assert (slack.ways, outcome(store)) == (["/response/1", "/response/1"], "posted")


def test_a_slack_that_is_not_there_loses_nothing(
    store: TimedRedis, poster: AnswerPoster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused connection is tried again, and the sweep keeps the question in mind."""
    monkeypatch.setattr(
        deliver,
        "_poster",
        [AnswerPoster(store, SlackClient(WebClient("xoxb-1", "http://127.0.0.1:9/api/"), ""), draw)],
    )
    again = deliver.post_answer("q1")

    assert again is not None
    assert store.zscore(queues.DEADLINES, "q1") == store.now + queues.HAND_OVER_SECONDS


def test_an_answer_that_cannot_be_drawn_becomes_an_honest_failure(
    store: TimedRedis, slack: Slack, poster: AnswerPoster
) -> None:
    """A fault in our own drawing must not leave the person waiting."""

    def broken(answer: Answer, language: Language, question_id: str) -> Message:
        if answer.kind == "not-found":
            raise ZeroDivisionError
        return Message(answer.model_dump_json())

    deliver.deliver(AnswerPoster(store, poster.slack_client, broken), "q1")

    assert json.loads(str(slack.said[0][1]["text"])) == {
        "kind": "failure",
        "target": "shop/web",
        "problem": "internal",
        "said": "",
    }
