"""How a line of a YAML or JSON document is known among other lines. Pure."""

import re

from workers.paste.documents.fragments import (
    CONTAINER_KEYS,
    CONTAINER_STATUS_KEYS,
    METADATA_KEYS,
    SPEC_KEYS,
    STATUS_KEYS,
)
from workers.paste.vocabulary.names import names

PHASES = frozenset({"Pending", "Running", "Succeeded", "Failed", "Unknown"})
_PLAIN = names("image args command env ports state phase labels started conditions resources volumes")
_CERTAIN = (
    (SPEC_KEYS | STATUS_KEYS | METADATA_KEYS | CONTAINER_STATUS_KEYS | CONTAINER_KEYS)
    | names(
        """
        apiVersion exitCode lastProbeTime lastTransitionTime involvedObject backoffLimit observedGeneration finishedAt
        startedAt topologyKey whenUnsatisfiable storageClassName accessModes deletionTimestamp firstTimestamp mountPath
        lastTimestamp claimName secretName failureThreshold periodSeconds timeoutSeconds initialDelaySeconds httpGet
        tcpSocket restartPolicy volumeMounts runAsNonRoot runAsUser hostPath configMapRef secretRef secretKeyRef
        configMapKeyRef valueFrom matchLabels
        """
    )
) - _PLAIN
"""Keys that nothing but an API object has."""

_DOUBTFUL = _PLAIN | names(
    "kind metadata spec status template items name namespace reason message type limits requests selector "
    "terminated waiting running ready replicas data"
)
_STATE = re.compile(r"\{\s?\"?(?:waiting|running|terminated)\"?:")
_KEY = re.compile(r"""^(\s{0,80})((?:- ){0,4})["']?([A-Za-z][\w.$/-]{0,100})["']?\s?:(?:\s+(\S.*))?$""")
_JSON = re.compile(
    r'^\s{0,200}(?:"(?:[^"\\]|\\.){0,400}+"\s{0,4}(?::|,?$)|[{}\[\]]|(?:-?\d|true|false|null)[\w.+-]{0,30},?\s*$)'
)


def yaml_key(line: str) -> str | None:
    """The key of a line such as `  - name: web`; None for other lines."""
    match = _KEY.match(line) if ":" in line[:200] else None
    return match[3] if match else None


def yaml_begins(line: str) -> bool:
    """Whether the line can only be of an API object in YAML."""
    return yaml_key(line) in _CERTAIN


def yaml_may_begin(line: str, following: list[str]) -> bool:
    """Whether the line is of an API object in YAML, by itself or together with the lines after it."""
    key = yaml_key(line)
    if key in _CERTAIN or (key == "phase" and line.split(":", 1)[1].strip(" \"',") in PHASES):
        return True
    if key == "state" and _STATE.search(line):
        return True
    if key not in _DOUBTFUL or line.lstrip()[0] in "\"'":
        return line.strip() == "---" and bool(following) and yaml_key(following[0]) is not None
    if {"reason", "message"} <= {key, *map(yaml_key, following)}:
        return True
    indent = len(line) - len(line.lstrip())
    for other in following:
        other_key = yaml_key(other)
        if other_key in _CERTAIN:
            return True
        if other_key not in _DOUBTFUL and not (other.startswith(" " * (indent + 1)) or other.lstrip().startswith("- ")):
            return False
    return len(following) > 1 and yaml_key(following[0]) in _DOUBTFUL and line.rstrip().endswith(":")


def yamlish(line: str) -> bool:
    """Whether the line may stand inside a YAML document."""
    text = line.lstrip()
    return (text.startswith(("- ", "-", "#")) and line != text) or yaml_key(line) is not None or text in ("---", "...")


def jsonish(line: str) -> bool:
    """Whether the line may stand inside pretty-printed JSON."""
    return _JSON.match(line) is not None


def json_begins(line: str, following: list[str]) -> bool:
    """Whether JSON begins here: a bracket, or a fragment's `"key": value` over more of its kind."""
    text = line.strip()
    if text in ("{", "[", "[{", "[ {"):
        return True
    if text.startswith(('{"', "[{", '{ "')):
        return True
    return text.startswith('"') and jsonish(line) and ":" in text and (not following or jsonish(following[0]))
