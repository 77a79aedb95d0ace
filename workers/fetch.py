"""One pod found and read, its secrets hidden. It must not diagnose, and knows nothing of queues."""

import time
from datetime import UTC, datetime

from core.messages.answer import Choice, NotFound
from core.messages.question import Target
from workers.cluster.collect import collect
from workers.cluster.connect import Clusters
from workers.cluster.find import find
from workers.redact import redact
from workers.snapshot import Snapshot

FETCH_SECONDS = 5.5
"""For finding the pod and reading what surrounds it; the rest of a question's 7 seconds is for the diagnosis."""


def fetch(clusters: Clusters, target: Target) -> Snapshot | Choice | NotFound:
    """The pod that is meant and what surrounds it, secrets hidden; or why there is no single one. ClusterError."""
    cluster = clusters.cluster(target.cluster)
    pod = find(cluster, target, until=time.monotonic() + FETCH_SECONDS)
    if isinstance(pod, Choice | NotFound):
        return pod
    return redact(collect(cluster, pod, datetime.now(UTC)))
