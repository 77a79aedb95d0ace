"""The watcher's metrics for Prometheus. They count and ask; they change nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import get_args

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.messages.incidents import Incident, Stage
from workers.watcher.informer import Informer

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds. A message is promised 5 s after the status change; the decision's part of it is a tenth of one."""


class WatchMetrics(Collector):
    """Collects the state of the watches at each scrape."""

    def __init__(self, informers: Sequence[Informer], now: Callable[[], float]) -> None:
        """`now` is the wall clock."""
        self._informers, self._now = informers, now

    def collect(self) -> Iterator[Metric]:
        """One sample for each watch."""
        labels = ["cluster", "namespace"]
        lag = GaugeMetricFamily("whypod_watch_lag_seconds", "Since the last event, bookmark or list.", labels=labels)
        pods = GaugeMetricFamily("whypod_watch_pods", "Pods that are known.", labels=labels)
        relists = CounterMetricFamily("whypod_relists", "Lists, the first one included.", labels=labels)
        events = CounterMetricFamily("whypod_watch_events", "Changes of pods that were received.", labels=labels)
        failures = CounterMetricFamily("whypod_watch_failures", "Lists and watches that failed.", labels=labels)
        now = self._now()
        for informer in self._informers:
            watch = [informer.cluster, informer.namespace]
            lag.add_metric(watch, max(0.0, informer.lag(now)))
            pods.add_metric(watch, informer.pods())
            relists.add_metric(watch, informer.counts.relists)
            events.add_metric(watch, informer.counts.events)
            failures.add_metric(watch, informer.counts.failures)
        yield from (lag, pods, relists, events, failures)


class LeaderMetrics(Collector):
    """Whether this process leads."""

    def __init__(self, token: Callable[[], int | None]) -> None:
        """`token` gives our fencing token, or None."""
        self._token = token

    def collect(self) -> Iterator[Metric]:
        """The gauge at the scrape: 1 or 0."""
        gauge = GaugeMetricFamily("whypod_watcher_leading", "1 for the watcher that leads.")
        gauge.add_metric([], 0.0 if self._token() is None else 1.0)
        yield gauge


class IncidentMetrics(Collector):
    """The incidents of the watcher that leads, counted."""

    def __init__(self, leads: Callable[[], bool], incidents: Callable[[], Iterable[Incident]]) -> None:
        """`incidents` gives those of a state that is never changed, only replaced."""
        self._leads, self._incidents = leads, incidents

    def collect(self) -> Iterator[Metric]:
        """One sample for each kind and state there is; none from a watcher that does not lead: its state is old."""
        gauge = GaugeMetricFamily(
            "whypod_incidents", "Incidents by state; what is over counts for a day.", labels=["kind", "state"]
        )
        if self._leads():
            counts = Counter((incident.kind, incident.stage) for incident in self._incidents())
            for stage in get_args(Stage):
                counts.setdefault(("workload", stage), 0)
            for (kind, state), count in sorted(counts.items()):
                gauge.add_metric([kind, state], count)
        yield gauge


def decision_lag(registry: CollectorRegistry) -> Histogram:
    """From the arrival of a line to the decision about it."""
    return Histogram(
        "whypod_decision_lag_seconds",
        "From the arrival of a change to the decision about it.",
        buckets=BUCKETS,
        registry=registry,
    )
