"""Reads what a person typed after `/whypod`: which pod or workload is meant. Pure; whether it exists is not asked here.

Understood: `web`, `shop/web`, `prod:shop/web`, `deploy/web`, `shop/deploy/web`, `pod web`, `-n shop web -c app`,
`--context prod`, and a whole `kubectl describe pod web -n shop`; in backticks, quotes, as Slack links them, and with
what phones and Chinese keyboards make of dashes, colons and slashes.
"""

import re
import unicodedata
from typing import Literal

from core.messages.answer import Option
from core.messages.question import Target

Reason = Literal["empty", "too-long", "bad-characters", "too-many-parts", "unknown-kind"]

KINDS: dict[str, str] = {
    **dict.fromkeys(("po", "pod", "pods"), "pod"),
    **dict.fromkeys(("deploy", "deployment", "deployments"), "deployment"),
    **dict.fromkeys(("rs", "replicaset", "replicasets"), "replicaset"),
    **dict.fromkeys(("sts", "statefulset", "statefulsets"), "statefulset"),
    **dict.fromkeys(("ds", "daemonset", "daemonsets"), "daemonset"),
    **dict.fromkeys(("job", "jobs"), "job"),
    **dict.fromkeys(("cj", "cronjob", "cronjobs"), "cronjob"),
}
"""kubectl's short and long names of the kinds that have pods (`kubectl api-resources`). Words that are kinds are never
read as a namespace: `job/nightly` is the Job, in whichever namespace."""

KIND_NAMES: dict[str, str] = {
    "deployment": "Deployment",
    "replicaset": "ReplicaSet",
    "statefulset": "StatefulSet",
    "daemonset": "DaemonSet",
    "job": "Job",
    "cronjob": "CronJob",
}
"""How the API writes them, by `Target.kind`: the same word in every language."""

LONGEST_TEXT = 1000
"""Far more than the longest cluster, namespace and pod name together."""
LONGEST_NAME = 253
"""Of an object (DNS subdomain name, k8s.io/apimachinery/pkg/util/validation)."""
LONGEST_LABEL = 63
"""Of a namespace or container (DNS label)."""

_FLAGS = {
    "-n": "namespace",
    "--namespace": "namespace",
    "-c": "container",
    "--container": "container",
    "--context": "cluster",
}
_VERBS = frozenset({"describe", "get", "log", "logs"})

_NAME = re.compile(r"[a-z0-9][-a-z0-9.]*")
"""May end in `-` or `.`: it may be the beginning of a name."""
_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?")
_CLUSTER = re.compile(r"[A-Za-z0-9][-\w.:/@+]*", re.ASCII)
"""Context names of the clouds: `arn:aws:eks:eu-west-1:1234:cluster/prod`, `gke_project_zone_name`, `user@cluster`."""

_SLACK_LINK = re.compile(r"<(?![!@#])(?:[^<>|]*\|)?(?:https?://)?([^<>|]*)>")
"""Not a mention of somebody, of a channel or of everybody (docs.slack.dev/messaging/formatting-message-text): nobody
called a pod so, and its brackets are refused as characters of no name."""
_SCHEME = re.compile(r"^https?://")
_WRAPPING = "`'\"*_~,;!?()[]{}“”‘’「」『』。，、；？！"
_LOOKALIKES = str.maketrans({"—": "--", "–": "-", "−": "-", "：": ":", "／": "/"})


class BadTarget(ValueError):
    """What was typed names nothing; `reason` says why in one word."""

    def __init__(self, reason: Reason, text: str) -> None:
        """`text` is the part that cannot be read, cut to 80 characters for the answer."""
        super().__init__(f"{reason}: {text[:80]}")
        self.reason: Reason = reason
        self.part = text[:80]


def parse(text: str) -> Target:
    """The target that `text` names; raises `BadTarget`."""
    if len(text) > LONGEST_TEXT:
        raise BadTarget("too-long", text)
    flags, words = _sorted_out(_cleaned(text).split())
    if not words:
        raise BadTarget("empty", text)
    cluster, kind, namespace, name = _names(words)
    namespace = flags.get("namespace", namespace)
    cluster = flags.get("cluster", cluster)
    container = flags.get("container")
    return Target(
        text=" ".join(text.split()),
        cluster=None if cluster is None else _checked(cluster, _CLUSTER, LONGEST_NAME),
        namespace=None if namespace is None else _checked(namespace.lower(), _LABEL, LONGEST_LABEL),
        kind=None if kind == "pod" else kind,
        name=_checked(name.lower(), _NAME, LONGEST_NAME),
        container=None if container is None else _checked(container.lower(), _LABEL, LONGEST_LABEL),
    )


def typed(option: Option) -> str:
    """How a person asks about it: `shop/web-0`, `prod:shop/deployment/web`; `parse` reads it again."""
    ref = option.ref
    return str(ref.model_copy(update={"name": f"{option.kind}/{ref.name}"}) if option.kind else ref)


def _cleaned(text: str) -> str:
    """The text without Slack's and typography's additions; invisible characters gone."""
    visible = "".join(" " if char.isspace() else char for char in text if unicodedata.category(char) != "Cf")
    plain = visible.translate(_LOOKALIKES).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _SLACK_LINK.sub(r"\1", plain)


def _sorted_out(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Flags with their values, and the other words without wrapping; a leading `kubectl VERB` is dropped."""
    flags: dict[str, str] = {}
    rest: list[str] = []
    remaining = iter(words)
    for word in remaining:
        word = word.strip(_WRAPPING)
        name, equals, value = word.partition("=")
        if name in _FLAGS:
            flags[_FLAGS[name]] = (value if equals else next(remaining, "")).strip(_WRAPPING)
        elif not word.startswith("-"):
            rest.append(word)
    rest = [word for word in rest if word]
    if rest[:1] == ["kubectl"]:
        rest = rest[2:] if rest[1:2] and rest[1] in _VERBS else rest[1:]
    return flags, rest


def _names(words: list[str]) -> tuple[str | None, str | None, str | None, str]:
    """Cluster, kind, namespace and name of `[cluster:][namespace/][kind/]name` or `kind name`."""
    if len(words) == 2 and words[0].lower() in KINDS:
        words = ["/".join(words)]
    if len(words) > 1:
        raise BadTarget("too-many-parts", " ".join(words))
    cluster, colon, path = _SCHEME.sub("", words[0]).rpartition(":")
    # A name may be followed by the `*` or `...` of "whatever comes after".
    parts = path.rstrip("*….").lstrip("/").split("/")
    if len(parts) > 2 and not parts[-1]:
        parts.pop()
    kind, namespace, name = _path(parts)
    return (cluster if colon else None), kind, namespace, name


def _path(parts: list[str]) -> tuple[str | None, str | None, str]:
    match parts:
        case [name]:
            return None, None, name
        case [kind, name] if kind.lower() in KINDS:
            return KINDS[kind.lower()], None, name
        case [namespace, name]:
            return None, namespace, name
        case [namespace, kind, name] if kind.lower() in KINDS:
            return KINDS[kind.lower()], namespace, name
        case [_, kind, _]:
            raise BadTarget("unknown-kind", kind)
        case _:
            raise BadTarget("too-many-parts", "/".join(parts))


def _checked(name: str, allowed: re.Pattern[str], longest: int) -> str:
    if not name:
        raise BadTarget("empty", name)
    if len(name) > longest:
        raise BadTarget("too-long", name)
    if not allowed.fullmatch(name):
        raise BadTarget("bad-characters", name)
    return name
