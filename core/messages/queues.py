"""The names and times both sides of Redis agree on: queues, jobs, keys, deadlines. It must not import Redis or RQ.

A question is one hash, `whypod:question:<id>`, that everybody who works on it reads and writes:

| field | written by | holds |
|---|---|---|
| `question` | the bot, when asked | the question as JSON |
| `asked` | the bot, when asked | when, in seconds of Redis' clock |
| `attempt` | the bot, the sweep | `1`, or `2` once it was asked again |
| `started` | a worker | the attempt a worker last began |
| `answer` | a worker or the sweep, once | the final answer as JSON; the first one written stays |
| `handed` | a worker or the sweep | how often the answer was handed to the poster |
| `until` | the poster | until when its claim to post this holds |
| `outcome` | the poster or the sweep | how it ended, see `Outcome` |

`whypod:deadlines` is a sorted set of the ids that still need something, by the time somebody has to look again.
"""

import re
from typing import Literal

INTERACTIVE = "interactive"
"""Questions of people who are waiting."""
ALERTS = "alerts"
"""Alerts to be posted."""
DELIVER = "deliver"
"""Answers to be posted."""
HOUSEKEEPING = "housekeeping"
"""Work nobody waits for."""

ANSWER_JOB = "workers.jobs.answer"
"""Looks into the cluster; its argument is a question's id."""
POST_JOB = "bot.answers.deliver.post_answer"
"""Posts what was found; its argument is a question's id."""

DEADLINES = "whypod:deadlines"

ANSWER_SECONDS = 7
"""How long a worker may take for one question; three reads in a row with 2 s each still fit."""
ASK_SECONDS = 8.0
"""When a question without an answer is asked again: a second after the worker had to be done.

Twice this, plus a second for the sweep to notice and one to post, stays below the 20 seconds a reader is promised.
"""
POST_SECONDS = 12
"""How long one delivery may take: three calls to Slack at 4 s each, since a refused one is followed by the next way."""
LEASE_SECONDS = 13.0
"""How long a poster's claim holds: a second longer than it can be alive."""
HAND_OVER_SECONDS = 15.0
"""When an answer that is still not posted is handed over again: after a dead poster's claim has ended. Doubles."""
HAND_OVER_MOST_SECONDS = 120.0
"""Where the doubling ends."""
GIVE_UP_SECONDS = 30 * 60.0
"""When an answer nobody could post is dropped: the life of Slack's response_url."""
KEEP_SECONDS = 24 * 60 * 60
"""How long a question and its answer stay for the buttons under it."""
RESULT_SECONDS = 30
"""How long RQ keeps the empty result of a finished job."""
FAILURE_SECONDS = 24 * 60 * 60
"""How long RQ keeps a failed job for somebody to look at; its default is a year."""
POST_RETRY_SECONDS = (1, 1, 2, 4, 10, 30, 60, 120)
"""When a delivery that failed is tried again: quickly at first, 4 minutes in all; then the sweep goes on."""

MOST_QUESTION_BYTES = 256 * 1024
"""A question with a paste in it; Slack itself hands over at most 40,000 characters of a message."""
MOST_ANSWER_BYTES = 256 * 1024
"""An answer; a report of 20 containers with their logs is about 60 kB."""

DeliveryOutcome = Literal["posted", "refused", "expired"]
"""`refused`: Slack will never take it, the log says why. `expired`: 30 minutes were over before it could be posted."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what RQ accepts in a job id, and no colon, since ids are part of keys


def question_key(question_id: str) -> str:
    """The key of a question's hash. Raises ValueError for an id that could name another key."""
    if not _ID.fullmatch(question_id):
        raise ValueError(f"not a question id: {question_id[:80]!r}")
    return f"whypod:question:{question_id}"


def answer_job_id(question_id: str, attempt: int) -> str:
    """RQ's id for one attempt at a question; a new one each time, so that two can never be mixed up."""
    return f"{question_id}-a{attempt}"


def post_job_id(question_id: str, handed: int) -> str:
    """RQ's id for one delivery of an answer."""
    return f"{question_id}-p{handed}"


def hand_over_delay(handed: int) -> float:
    """Seconds until somebody looks whether the `handed`-th delivery worked: 15, 30, 60, 120, 120 ..."""
    doublings = min(handed - 1, 10)  # 2**10 is far past the most already
    return min(HAND_OVER_SECONDS * float(2**doublings), HAND_OVER_MOST_SECONDS)
