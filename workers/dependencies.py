"""What a worker works with, put together: clusters, redaction, catalogue, diagnosis. It must not answer anything.

Everything slow is done here, once, before the first fork: 220 ms of the Kubernetes client's imports, the cause files.
"""

from datetime import UTC, datetime

from redis import Redis

from core.messages.report import Report
from knowledge.library import library
from workers.cluster.connect import Clusters
from workers.diagnosis import diagnose
from workers.fetch import fetch
from workers.jobs import Dependencies
from workers.paste import read
from workers.redact import redact
from workers.settings import WorkerSettings
from workers.snapshot import Snapshot


def dependencies(redis: Redis, settings: WorkerSettings) -> Dependencies:
    """Those of this process. No cluster is asked yet: one that is away must not keep the others' answers."""
    clusters, catalogue = Clusters(settings), library()

    def diagnosed(snapshot: Snapshot, target: str) -> Report:
        return diagnose(snapshot, catalogue, target)

    def pasted(text: str) -> list[Snapshot]:
        return [redact(each) for each in read(text, datetime.now(UTC))]

    return Dependencies(redis=redis, fetch=lambda target: fetch(clusters, target), read=pasted, diagnose=diagnosed)
