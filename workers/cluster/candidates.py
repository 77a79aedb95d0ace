"""Pods that may be meant, in brief: whose they are, how sick they look, which names are near. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from core.messages.answer import Choice, Option
from core.messages.report import PodRef
from workers.cluster import parse, wire

MOST_OPTIONS = 10
"""Choices a person can take in on a phone."""
MOST_NEAREST = 5
NEAR = 70
"""Of 100, by rapidfuzz's WRatio: one wrong letter in a short name stays above, another word of the same length not."""

_HASH = "pod-template-hash"
_CRON_DIGITS = 8
"""A CronJob appends the scheduled time in minutes since 1970: 8 digits until 2160
(pkg/controller/cronjob/utils.go, getJobName)."""
_NOT_YET = frozenset({"", "ContainerCreating", "PodInitializing"})


@dataclass(frozen=True)
class CandidatePod:
    """One pod: where, what it belongs to (`Deployment/web`, or itself), kubectl's word, how sick, how old."""

    namespace: str
    name: str
    workload: str
    status: str
    sickness: int
    created: float

    def option(self, cluster: str | None) -> Option:
        """As one of several in an answer."""
        return Option(ref=PodRef(cluster=cluster, namespace=self.namespace, name=self.name), status=self.status)


def candidate(pod: wire.V1Pod) -> CandidatePod:
    """The pod in brief."""
    return CandidatePod(
        namespace=pod.metadata.namespace,
        name=pod.metadata.name,
        workload=workload(pod),
        status=parse.status_word(pod),
        sickness=sickness(pod),
        created=parse.stamp(pod.metadata.creation_timestamp),
    )


def workload(pod: wire.V1Pod) -> str:
    """What a person would call the pod's workload, from its own metadata alone; `Pod/name` when it stands alone."""
    kind, _, name = parse.controller(pod.metadata).partition("/")
    template = pod.metadata.labels.get(_HASH, "")
    if kind == "ReplicaSet" and template and name.endswith(f"-{template}"):
        return f"Deployment/{name[: -len(template) - 1]}"
    stem, _, digits = name.rpartition("-")
    if kind == "Job" and stem and digits.isdecimal() and len(digits) == _CRON_DIGITS:
        return f"CronJob/{stem}"
    # A static pod is owned by its Node, which is nobody's workload.
    return f"{kind}/{name}" if kind not in ("", "Node") else f"Pod/{pod.metadata.name}"


def sickness(pod: wire.V1Pod) -> int:
    """0 healthy, 1 was restarted, 2 left behind (failed or on its way out), 3 not ready, 4 not started, 5 failing."""
    statuses = (*pod.status.init_container_statuses, *pod.status.container_statuses)
    if pod.metadata.deletion_timestamp is not None or pod.status.phase == "Failed":
        return 2
    if pod.status.phase == "Succeeded":
        return 0
    if any(_failing(status) for status in statuses):
        return 5
    if pod.status.phase != "Running":
        return 4
    if not any(item.type == "Ready" and item.status == "True" for item in pod.status.conditions):
        return 3
    return 1 if any(status.restart_count for status in statuses) else 0


def _failing(status: wire.ContainerStatus) -> bool:
    waiting, ended = status.state.waiting, status.state.terminated
    if waiting is not None and waiting.reason not in _NOT_YET:
        return True
    return ended is not None and ended.exit_code != 0


def sickest(candidates: Iterable[CandidatePod]) -> list[CandidatePod]:
    """Sickest first; of equally sick ones the newest first."""
    return sorted(candidates, key=lambda item: (-item.sickness, -item.created, item.name))


def matching(candidates: Iterable[CandidatePod], name: str) -> list[CandidatePod]:
    """The sickest pod of each workload that fits: those of that very name, else those whose pods begin with it."""
    known = list(candidates)
    named = [item for item in known if item.workload.partition("/")[2] == name]
    return one_each(named or [item for item in known if item.name.startswith(name)])


def one_each(candidates: Iterable[CandidatePod]) -> list[CandidatePod]:
    """The sickest pod of each workload, sickest first."""
    first: dict[tuple[str, str], CandidatePod] = {}
    for item in sickest(candidates):
        first.setdefault((item.namespace, item.workload), item)
    return list(first.values())


def choice(target: str, candidates: list[CandidatePod], cluster: str | None) -> Choice:
    """Several that may be meant, as an answer."""
    options = tuple(item.option(cluster) for item in candidates[:MOST_OPTIONS])
    return Choice(target=target, options=options, more=len(candidates) - len(options))


def nearest(candidates: Iterable[CandidatePod], name: str, namespace: str | None = None) -> list[CandidatePod]:
    """Those whose workload's name is most like `name`; like `namespace/name` where a namespace is given."""
    known = one_each(candidates)
    names = [item.workload.partition("/")[2] for item in known]
    if namespace is not None:
        names = [f"{item.namespace}/{own}" for item, own in zip(known, names, strict=True)]
    wanted = name if namespace is None else f"{namespace}/{name}"
    matches = process.extract(wanted, names, scorer=fuzz.WRatio, limit=MOST_NEAREST, score_cutoff=NEAR)
    return [known[index] for _, _, index in matches]
