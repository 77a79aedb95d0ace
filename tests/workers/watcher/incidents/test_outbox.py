"""The jobs that wake the poster, in Redis."""

from fakeredis import FakeRedis
from rq import Queue
from rq.serializers import JSONSerializer

from core.messages import queues
from core.messages.alerts import WAIT_SECONDS, Alert
from workers.watcher.incidents.outbox import enqueue


def test_what_nobody_takes_does_not_stay_for_ever() -> None:
    """A poster that is away for days finds a few identifiers, and no thousands of jobs."""
    redis = FakeRedis()
    with redis.pipeline() as pipe:
        enqueue(redis, pipe, [Alert(incident="abc-1", kind="update", seq=3, at=0.0)])
        pipe.execute()
    (job,) = Queue(queues.ALERTS, connection=redis, serializer=JSONSerializer).get_jobs()

    assert (job.id, job.args, job.ttl) == ("abc-1-3", ["abc-1", "abc-1-3"], WAIT_SECONDS)
    assert 0 < redis.ttl(job.key) <= WAIT_SECONDS
