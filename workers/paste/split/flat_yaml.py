"""Gives lines and indentation back to an object's YAML that was copied as one line. Pure.

Each key stands where the API has it (k8s.io/api core/v1/types.go); a key that follows one without a value is inside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workers.paste.vocabulary.names import names

FEWEST_KEYS = 3
"""Keys of the API in one line that prove that it was YAML; a sentence has one or two words before a colon."""
MOST_KEYS = 5_000
_KEY = re.compile(r"(?:^|(?<=\s))(?P<item>- )?(?P<key>[A-Za-z][\w./-]{0,62}):(?=\s|$)")
_OBJECT = names("apiVersion kind metadata spec status")
_STATUS = names("""
    phase conditions containerStatuses initContainerStatuses reason message hostIP podIP podIPs startTime qosClass
    nominatedNodeName
    """)
_STATES = names("terminated waiting running")
_CONTAINER_STATUS = names("""
    name state lastState ready started restartCount image imageID containerID
    """)
_KEYS_OF = {
    "": _OBJECT | _STATUS | _STATES | _CONTAINER_STATUS | names("exitCode signal finishedAt startedAt containers"),
    "metadata": names("""
        name namespace creationTimestamp deletionTimestamp deletionGracePeriodSeconds finalizers labels annotations
        ownerReferences uid resourceVersion generateName generation
        """),
    "spec": names("""
        nodeName containers initContainers volumes restartPolicy schedulerName terminationGracePeriodSeconds tolerations
        serviceAccountName serviceAccount nodeSelector affinity imagePullSecrets hostNetwork dnsPolicy priority
        securityContext schedulingGates
        """),
    "status": _STATUS,
    "containers[]": names("""
        name image command args env envFrom ports resources lifecycle livenessProbe readinessProbe startupProbe
        volumeMounts imagePullPolicy securityContext workingDir
        """),
    "containerStatuses[]": _CONTAINER_STATUS,
    "state": _STATES,
    "lastState": _STATES,
    "terminated": names("exitCode signal reason message startedAt finishedAt containerID"),
    "waiting": names("reason message"),
    "running": names("startedAt"),
    "conditions[]": names("type status reason message lastTransitionTime lastProbeTime"),
    "ownerReferences[]": names("apiVersion kind name uid controller blockOwnerDeletion"),
}
_SAME_ITEMS = {"initContainers": "containers", "initContainerStatuses": "containerStatuses"}
_PROOF = names("lastState terminated containerStatuses exitCode apiVersion metadata deletionTimestamp finalizers")


@dataclass(frozen=True)
class _Place:
    """A mapping that is open: what it is called in _KEYS_OF, and the indentation of its keys."""

    name: str
    indent: int


def yaml_lines(text: str) -> list[str]:
    """The lines of a flat document; empty where the text is none."""
    known = [key for match in _KEY.finditer(text) if (key := match["key"]) in _EVERY_KEY]
    if len(known) < FEWEST_KEYS or not _PROOF & set(known) or len(known) > MOST_KEYS:
        return []
    lines: list[str] = []
    end = 0
    for at, line in _placed(text):
        if value := text[end : at[0]].strip(" …").removesuffix("...").strip():
            if lines:
                lines[-1] += f" {value}"
            else:
                lines.append(value)
        lines.append(line)
        end = at[1]
    if lines and (value := text[end:].strip()):
        lines[-1] += f" {value}"
    return [part for line in lines for part in _items(line)]


def _placed(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Each key's place in the text, and its line without the value."""
    places = [_Place("", 0)]
    before: tuple[str, int, int] | None = None  # the key before, its indentation and where it ends
    for match in _KEY.finditer(text):
        key, item = match["key"], bool(match["item"])
        empty = before is not None and not text[before[2] : match.start()].strip(" .…")
        at = next((at for at in range(len(places) - 1, -1, -1) if key in _keys_of(places[at], item)), None)
        if empty and before is not None and (at is None or places[at].name != before[0] or item):
            known = _KEYS_OF.get(before[0])
            if at is None or known is None or key in known or item:
                places.append(_opened(before, item))
                at = len(places) - 1
        if at is None:
            continue
        del places[at + 1 :]
        indent = places[at].indent
        line = f"{' ' * (indent - 2)}- {key}:" if item else f"{' ' * indent}{key}:"
        yield match.span(), line
        before = key, indent, match.end()


def _keys_of(place: _Place, item: bool) -> frozenset[str]:
    """Keys that may stand there; behind a dash those of a list's entries."""
    return _KEYS_OF.get(place.name, frozenset()) if place.name.endswith("[]") == item or not item else frozenset()


def _opened(before: tuple[str, int, int], item: bool) -> _Place:
    key, indent, _ = before
    return _Place(f"{_SAME_ITEMS.get(key, key)}[]", indent + 2) if item else _Place(key, indent + 2)


def _items(line: str) -> list[str]:
    """A key whose value is a list of words: `finalizers: - a - b`."""
    key, colon, value = line.partition(": - ")
    if not colon or key.strip(" -") not in ("finalizers", "args", "command"):
        return [line]
    return [f"{key}:", *(f"{' ' * (len(key) - len(key.lstrip()))}- {word.strip()}" for word in value.split(" - "))]


_EVERY_KEY = frozenset().union(*_KEYS_OF.values())
