"""An incident that goes on for weeks stays small, and its count of pods true."""

from core.messages.incidents import Incident
from core.messages.jumps import Workload
from workers.watcher.cache.view import End, WorkloadView
from workers.watcher.incidents.progress import MOST_COUNTED, grown
from workers.watcher.incidents.state import Record

NOW = 1_800_000_000.0
REPORT = Workload(namespace="shop", kind="CronJob", name="report")


def end(run: int) -> End:
    """The end of the only container of one run's pod, a minute after that of the run before."""
    at = NOW + 60.0 * run
    return End(pod=f"report-{run}", uid=f"u{run}", node="worker-1", container="app", number=1, at=at, code=1)


def seen(*ends: End) -> WorkloadView:
    """What the watcher sees: ends of the last hours, and pods that are gone by then."""
    return WorkloadView(workload=REPORT, guessed=False, pods=(), ends=ends)


def test_a_cron_job_that_fails_every_minute_for_days_is_counted_without_growing() -> None:
    """Each of its pods is counted once; those nobody will hear of again are not remembered."""
    incident = Incident(id="x-1", workload=REPORT, containers=("app",), began=NOW, born=NOW, changed=NOW, pod_count=2)
    entry = Record(incident=incident)
    runs = [end(run) for run in range(3000)]
    for last in range(0, 3000, 20):
        entry = grown(entry, seen(*runs[max(0, last - 180) : last + 1]), NOW + 60.0 * last)

    assert (entry.incident.restarts, entry.incident.pod_count) == (2981, 2981)
    assert len(entry.counted) < MOST_COUNTED + 40
