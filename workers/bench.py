"""What a worker works with, put together: clusters, redaction, catalogue, diagnosis. It must not answer anything.

Everything slow is done here, once, before the first fork: 220 ms of the Kubernetes client's imports, the cause files.
"""

import time
from datetime import UTC, datetime

from redis import Redis

from knowledge.library import library
from knowledge.model import Choice, NotFound, Report, Target
from workers.cluster.collect import collect
from workers.cluster.connect import Clusters
from workers.cluster.find import find
from workers.diagnosis import diagnose
from workers.jobs import Bench
from workers.paste import read
from workers.redact import redact
from workers.settings import Settings
from workers.snapshot import Snapshot

LOOK_SECONDS = 5.5
"""For finding the pod and reading what surrounds it; the rest of a question's 7 seconds is for the diagnosis."""


def bench(redis: Redis, settings: Settings) -> Bench:
    """The bench of this process. No cluster is asked yet: one that is away must not keep the others' answers."""
    clusters, catalogue = Clusters(settings), library()

    def think(snapshot: Snapshot, target: str) -> Report:
        return diagnose(snapshot, catalogue, target)

    def pasted(text: str) -> list[Snapshot]:
        return [redact(each) for each in read(text, datetime.now(UTC))]

    return Bench(redis=redis, look=lambda target: look(clusters, target), read=pasted, think=think)


def look(clusters: Clusters, target: Target) -> Snapshot | Choice | NotFound:
    """The pod that is meant and what surrounds it, secrets hidden; or why there is no single one. ClusterError."""
    cluster = clusters.cluster(target.cluster)
    found = find(cluster, target, until=time.monotonic() + LOOK_SECONDS)
    if isinstance(found, Choice | NotFound):
        return found
    return redact(collect(cluster, found, datetime.now(UTC)))
