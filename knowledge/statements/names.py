"""Names that a line tells: under a label, in a sentence, as `namespace/pod (container)`, or by a pod name's form.

Pure. A name that only might be one is left alone: `the pod was` names no pod.
"""

from __future__ import annotations

import re

from core.record import Frozen
from knowledge.statements.forms import LEFT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.statements.statement import SubjectKind

NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
# k8s.io/apimachinery/pkg/util/rand: the alphabet of what a ReplicaSet, Job or DaemonSet appends.
GENERATED = r"[a-z0-9][a-z0-9.-]{0,200}?-(?:[bcdf0-9]{1}[a-z0-9]{4,9}-)?[bcdfghjklmnpqrstvwxz2456789]{5}"
_KINDS: dict[str, SubjectKind] = {
    "pod": "pod", "po": "pod", "pods": "pod", "容器组": "pod",
    "container": "container", "容器": "container", "namespace": "namespace", "ns": "namespace", "命名空间": "namespace",
    "名称空间": "namespace", "node": "node", "nodes": "node", "节点": "node", "host": "node", "deployment": "workload",
    "deploy": "workload", "statefulset": "workload", "sts": "workload", "daemonset": "workload", "ds": "workload",
    "replicaset": "workload", "job": "workload", "cronjob": "workload", "workload": "workload", "工作负载": "workload",
    "persistentvolumeclaim": "claim", "pvc": "claim", "claim": "claim", "image": "image", "镜像": "image",
}  # fmt: skip
_LABEL = re.compile(
    r"(?<![\w./-])(?:exported_|kube_|k8s_|kubernetes_|kubernetes\.|k8s\.)?"
    r"(?P<kind>pod|container|namespace|node|deployment|statefulset|daemonset|replicaset|cronjob|workload"
    r"|persistentvolumeclaim|pvc"
    r"|image|容器组|容器|命名空间|名称空间|节点|工作负载|镜像)(?:[_. ]?name|名称|名)?[*_`\"']{0,3}\s{0,3}(?:=~?"
    r"|[:：])[*_\s]{0,5}[*_`\"'“\\]{0,4}"
    r"(?P<name>[a-z0-9][a-z0-9._:/@-]{0,299})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    rf"{LEFT}(?P<kind>pods?|container|namespace|node|deployment|statefulset|daemonset|job|cronjob|pvc|claim|容器"
    rf"|命名空间|名称空间|节点)"
    rf"(?:\s{{1,3}}(?P<quote>[\"'`“])?|(?P<glued>(?<=[\u4e00-\u9fff])\s?[\"'`“]?"
    rf"|[\"'`“]))(?P<name>{NAME})(?P<behind>[\"'`”])?(?:/(?P<second>{NAME}))?",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE = re.compile(
    r"\b(?:the|in|our|my)\s[\"'`]?(?P<name>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)[\"'`]?\s(?P<kind>container"
    r"|namespace|deployment|statefulset)\b"
)
_SLASH = re.compile(
    rf"(?<![\w./:@-])(?P<first>[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?)/"
    rf"(?P<second>{NAME})(?![\w:/@.=-])(?:\s?[(\[](?P<third>[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?)[)\]])?"
)
_FLAGS = re.compile(
    r"(?<!\S)(?:-n|--namespace)[ =](?P<namespace>[a-z0-9-]{1,63})(?!\S)|(?<!\S)(?:-c"
    r"|--container)[ =](?P<container>[a-z0-9-]{1,63})(?!\S)"
)
_TOOL = re.compile(r"\b(?:kubectl|oc|stern|k9s|helm)\b")
_KUBELET = re.compile(rf"(?P<pod>{NAME})_(?P<namespace>[a-z0-9-]{{1,63}})\([0-9a-z-]{{1,64}}\)")
_BARE = re.compile(rf"(?<![\w./:@=-])(?P<pod>{GENERATED})(?![\w/@.-])")
_GENERATED = re.compile(GENERATED)
# A pod of a StatefulSet, where the words right before say what it is: `服务 shop/web-0 的`, `in shop/web-0`.
_ORDINAL = re.compile(r"[a-z0-9][a-z0-9-]{0,200}-\d{1,4}")
_OF_PODS = re.compile(
    r"(?:\bpods?|\bservice|\bcontainer \S{1,63} (?:of|in)|服务|容器组?|实例|应用)\s?[\"'`:：]{0,2}\s?$", re.IGNORECASE
)
# What follows a bare word that is a container's name: `Container api was`, `container web in pod`.
_VERB = re.compile(
    r"\s(?:was|is|has|in|of|on|got|exited|exits|keeps|went|terminated|died|crashed|restarted|failed|stopped)\b"
    r"|\s?[\u4e00-\u9fff]|[,:;，。)]|[\"'`”]|$"
)
_NO_NAME = frozenset(
    "a an and are as at be been being by can cannot could did do does exit exited exits exiting failed failing "
    "fails for from gets got "
    "had has have he i if in into is it its keeps kept kill killed log logs may might must name named names no "
    "not of on or our out "
    "restart restarted restarts running runs says should start started starts state states status stopped stuck "
    "than that the their "
    "them then there these they this those to up was we went were when which while who why will with without "
    "would you your died dies "
    "crash crashed crashes crashing goes terminated terminating evicted pending waiting started created deleted "
    "ready unhealthy oom "
    "oomkilled uses used using same other whole main init sidecar first last new old one two both all each "
    "every some any my me "
    "single failing default-container process image never always still just again now only memory limit limits "
    "cpu error errors".split()
)  # fmt: skip
# Of a metric the pod that exports it is not the one it is about.
_EXPORTER = re.compile(r"(?:.{0,60}-)?(?:kube-state-metrics|node-exporter|prometheus-node-exporter)")


class Mention(Frozen):
    """A name, the kind of thing it is of, and where it stands in its line."""

    kind: SubjectKind
    name: str
    start: int


def mentions(line: str) -> list[Mention]:
    """The names a line tells, in order; of what stands at one place the surest reading."""
    by_place: dict[tuple[SubjectKind, int], Mention] = {}
    for mention in _all(line):
        if not (mention.kind == "pod" and _EXPORTER.match(mention.name)):
            by_place.setdefault((mention.kind, mention.start), mention)
    return sorted(by_place.values(), key=lambda mention: mention.start)


def _all(line: str) -> Iterator[Mention]:
    for match in _LABEL.finditer(line):
        yield from _labelled(_KINDS[match["kind"].lower()], match["name"], match.start("name"))
    for match in _KUBELET.finditer(line):
        yield Mention(kind="pod", name=match["pod"], start=match.start("pod"))
        yield Mention(kind="namespace", name=match["namespace"], start=match.start("namespace"))
    yield from _of_slashes(line)
    yield from _of_sentences(line)
    for match in _BEFORE.finditer(line):
        if match["name"] not in _NO_NAME:
            yield Mention(kind=_KINDS[match["kind"]], name=match["name"], start=match.start("name"))
    for match in _FLAGS.finditer(line) if _TOOL.search(line) else ():
        kind: SubjectKind = "namespace" if match["namespace"] else "container"
        yield Mention(kind=kind, name=match[kind], start=match.start(kind))
    for match in _BARE.finditer(line):
        if any(character.isdigit() for character in match["pod"][-16:]):
            yield Mention(kind="pod", name=match["pod"], start=match.start("pod"))


def _labelled(kind: SubjectKind, name: str, start: int) -> Iterator[Mention]:
    """A label's value; of a pod it may be `namespace/pod`."""
    bare = name.rstrip(".,:;/-_@")
    if kind == "image":
        if "/" in bare or ":" in bare:
            yield Mention(kind=kind, name=bare, start=start)
        return
    namespace, _, own = bare.rpartition("/")
    if bare.lower() in _NO_NAME or not re.fullmatch(NAME, own) or "/" in namespace or ":" in bare:
        return
    if namespace:
        yield Mention(kind="namespace", name=namespace, start=start)
    yield Mention(kind=kind, name=own, start=start + len(bare) - len(own))


def _of_slashes(line: str) -> Iterator[Mention]:
    """`shop/web-6f5b9c7d4-x2k9p (api)` and `deployment/web`; `and/or` and paths are neither."""
    for match in _SLASH.finditer(line):
        first, second = match["first"], match["second"]
        if kind := _KINDS.get(first):
            yield Mention(kind=kind, name=second, start=match.start("second"))
        elif (
            (_GENERATED.fullmatch(second) and any(character.isdigit() for character in second[-16:]))
            or match["third"]
            or (_ORDINAL.fullmatch(second) and _OF_PODS.search(line[: match.start()]))
        ):
            yield Mention(kind="namespace", name=first, start=match.start("first"))
            yield Mention(kind="pod", name=second, start=match.start("second"))
            if match["third"]:
                yield Mention(kind="container", name=match["third"], start=match.start("third"))


def _of_sentences(line: str) -> Iterator[Mention]:
    for match in _SENTENCE.finditer(line):
        kind, name = _KINDS[match["kind"].lower()], match["name"]
        quoted = match["quote"] or match["behind"]
        sure = quoted or "-" in name or any(character.isdigit() for character in name) or match["second"]
        if name.lower() in _NO_NAME or name.isdigit() or not (sure or _VERB.match(line, match.end("name"))):
            continue
        if not sure and kind not in ("container", "namespace"):
            continue
        if match["second"]:
            yield Mention(kind="namespace", name=name, start=match.start("name"))
            yield Mention(kind=kind, name=match["second"], start=match.start("second"))
        else:
            yield Mention(kind=kind, name=name, start=match.start("name"))
