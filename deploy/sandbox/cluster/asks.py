"""What an HTTP request asks of the API: resource, verb, namespace, name. Pure: parses, answers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.sandbox.cluster.objects.resources import BY_PATH, GROUP_VERSIONS, NAMESPACES, Resource
from deploy.sandbox.cluster.objects.statuses import bad_request, no_such_path

_VERBS_ON_ONE = {"GET": "get", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
_VERBS_ON_ALL = {"GET": "list", "POST": "create", "DELETE": "deletecollection"}
_TRUE = ("1", "true", "True")
_LONGEST_NUMBER = 18  # digits that fit a signed 64-bit number, which is what the real server parses into


@dataclass(frozen=True)
class Ask:
    """One request for a resource, as RBAC sees it."""

    resource: Resource
    verb: str
    namespace: str = ""
    name: str = ""
    subresource: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    def flag(self, name: str) -> bool:
        """Whether a query parameter is set to true."""
        return self.query.get(name) in _TRUE


def number_of(query: Mapping[str, str], name: str) -> int | None:
    """A whole number of the query; None if it is not given. Raises StatusError 400 as the real server's parser does."""
    text = query.get(name, "")
    if not text:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        raise bad_request(f'strconv.ParseInt: parsing "{text[:64]}": invalid syntax')
    return int(text)


def read_ask(method: str, path: str, query: Mapping[str, str]) -> Ask | None:
    """The request for a resource; None if the path is outside the known groups and versions.

    Raises StatusError 404 for an unknown resource inside a known group and version.
    """
    steps = [step for step in path.split("/") if step]
    group, version, rest = _group(steps)
    if (group, version) not in GROUP_VERSIONS or not rest:
        return None
    namespace = ""
    if rest[0] == "namespaces" and len(rest) > 2 and (group, version, rest[2]) in BY_PATH:
        namespace, rest = rest[1], rest[2:]
    resource = BY_PATH.get((group, version, rest[0]))
    if resource is None or len(rest) > 3 or bool(namespace) > resource.namespaced:
        raise no_such_path()
    name, subresource = [*rest[1:], "", ""][:2]
    namespace = name if resource is NAMESPACES else namespace
    return Ask(resource, _verb(method, name, query), namespace, name, subresource, query)


def _group(steps: list[str]) -> tuple[str, str, list[str]]:
    if steps[:1] == ["api"]:
        return "", "".join(steps[1:2]), steps[2:]
    if steps[:1] == ["apis"]:
        return "".join(steps[1:2]), "".join(steps[2:3]), steps[3:]
    return "", "", []


def _verb(method: str, name: str, query: Mapping[str, str]) -> str:
    verbs = _VERBS_ON_ONE if name else _VERBS_ON_ALL
    verb = verbs.get("GET" if method == "HEAD" else method, "")
    return "watch" if verb == "list" and query.get("watch") in _TRUE else verb
