"""An incident that goes on for weeks stays small, and its count of pods true."""

from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Workload
from core.messages.terminations import Termination
from workers.watcher.cache.view import WorkloadView
from workers.watcher.incidents.progress import MOST_COUNTED, progressed
from workers.watcher.incidents.state import WorkloadRecord

NOW = 1_800_000_000.0
REPORT = Workload(namespace="shop", kind="CronJob", name="report")


def end(run: int) -> Termination:
    """The end of the only container of one run's pod, a minute after that of the run before."""
    at = NOW + 60.0 * run
    return Termination(pod=f"report-{run}", uid=f"u{run}", node="worker-1", container="app", number=1, at=at, code=1)


def current(*ends: Termination) -> WorkloadView:
    """What the watcher sees: ends of the last hours, and pods that are gone by then."""
    return WorkloadView(workload=REPORT, guessed=False, pods=(), terminations=ends)


def test_a_cron_job_that_fails_every_minute_for_days_is_counted_without_growing() -> None:
    """Each of its pods is counted once; those nobody will hear of again are not restored."""
    times = {"started_at": NOW, "detected_at": NOW}
    incident = WorkloadIncident(id="x-1", workload=REPORT, containers=("app",), pod_count=2, **times)
    record = WorkloadRecord(incident=incident)
    runs = [end(run) for run in range(3000)]
    for last in range(0, 3000, 20):
        record = progressed(record, current(*runs[max(0, last - 180) : last + 1]), NOW + 60.0 * last)

    assert (record.incident.restarts, record.incident.pod_count) == (2981, 2981)
    assert len(record.counted) < MOST_COUNTED + 40
