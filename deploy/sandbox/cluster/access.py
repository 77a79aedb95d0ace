"""Who may do what: the RBAC of the local cluster. It decides, it answers nothing by itself.

The one user may read everything that is served and write leases, as the deployment's ClusterRole allows;
denials take away from that, so that the bot's behaviour without a right can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deploy.sandbox.cluster.asks import Ask
from deploy.sandbox.cluster.kubeconfig import TOKEN, USER
from deploy.sandbox.cluster.objects.resources import ALL, BY_PATH, CREATE_ONLY, PODS, Resource
from deploy.sandbox.cluster.objects.statuses import (
    StatusError,
    forbidden,
    method_not_allowed,
    no_such_path,
    unauthorized,
)
from deploy.sandbox.json import Json

_DENIAL = re.compile(
    r"(?P<plural>[a-z]+)(?:\.(?P<group>[a-z0-9.]+))?(?:/(?P<sub>[a-z]+))?(?:@(?P<namespace>[a-z0-9-]+))?(?::(?P<verb>[a-z]+))?"
)


@dataclass(frozen=True)
class Denial:
    """One thing RBAC refuses; an empty part means any."""

    plural: str
    group: str | None
    subresource: str
    namespace: str
    verb: str

    def covers(self, ask: Ask) -> bool:
        """Whether it refuses this request. `pods` does not cover `pods/log`: RBAC treats them as two resources."""
        return (
            self.plural == ask.resource.plural
            and self.subresource == ask.subresource
            and self.group in (None, ask.resource.group)
            and self.namespace in ("", ask.namespace)
            and self.verb in ("", ask.verb)
        )


def denial(text: str) -> Denial:
    """Reads `pods/log@payments:get`. Raises ValueError with the wrong text."""
    match = _DENIAL.fullmatch(text)
    if match is None or not any(match["plural"] == resource.plural for resource in ALL):
        raise ValueError(f"not a known resource to deny: {text!r}")
    return Denial(match["plural"], match["group"], match["sub"] or "", match["namespace"] or "", match["verb"] or "")


class RoleAccess:
    """The rights of the one user."""

    def __init__(self, denials: Iterable[str] = ()) -> None:
        self.denials = [denial(text) for text in denials]

    @staticmethod
    def user(authorization: str) -> str:
        """The user of an Authorization header. Raises StatusError 401 for a token nobody issued.

        No header is the same user: client-go sends credentials over TLS only (tools/clientcmd/client_config.go),
        so kubectl has none for this server.
        """
        if authorization not in ("", f"Bearer {TOKEN}"):
            raise unauthorized()
        return USER

    def check(self, ask: Ask, user: str) -> None:
        """Raises StatusError 403, 404 or 405 unless `user` may do this."""
        resource = ask.resource
        if ask.subresource and (resource is not PODS or ask.subresource != "log"):
            raise no_such_path()
        if not ask.verb or (resource.verbs == CREATE_ONLY and ask.verb != "create"):
            raise method_not_allowed()
        if not self.allows(ask, user):
            raise forbidden(resource, ask.verb, user, ask.namespace, ask.name, ask.subresource)

    def allows(self, ask: Ask, user: str = USER) -> bool:
        """Whether RBAC would let this request through."""
        if user != USER or ask.verb not in ask.resource.verbs:
            return False
        if ask.subresource == "log" and ask.verb != "get":
            return False
        return not any(denied.covers(ask) for denied in self.denials)

    def access_review(self, review: Json) -> Json:
        """A SelfSubjectAccessReview answered. Raises StatusError 422 when it asks nothing."""
        spec = review.get("spec", {})
        attributes = spec.get("resourceAttributes")
        if attributes is None and "nonResourceAttributes" not in spec:
            raise _asks_nothing()
        allowed = self._allows_attributes(attributes) if attributes is not None else True
        metadata: Json = {"creationTimestamp": None}
        kind = {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1"}
        return {**kind, "metadata": metadata, "spec": spec, "status": {"allowed": allowed}}

    def _allows_attributes(self, attributes: Json) -> bool:
        group, plural = attributes.get("group", ""), attributes.get("resource", "")
        known = [each for key, each in BY_PATH.items() if (key[0], key[2]) == (group, plural)]
        return any(self.allows(_ask_of(resource, attributes)) for resource in known)

    def rules_review(self, review: Json) -> Json:
        """A SelfSubjectRulesReview answered for its namespace."""
        namespace = review.get("spec", {}).get("namespace", "")
        rules = [rule for resource in ALL if (rule := self._rule(resource, "", namespace))]
        if log_rule := self._rule(PODS, "log", namespace):
            rules.append(log_rule)
        paths = {"verbs": ["get"], "nonResourceURLs": ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/version"]}
        status = {"resourceRules": rules, "nonResourceRules": [paths], "incomplete": False}
        kind = {"kind": "SelfSubjectRulesReview", "apiVersion": "authorization.k8s.io/v1"}
        return {**kind, "metadata": {"creationTimestamp": None}, "spec": {}, "status": status}

    def _rule(self, resource: Resource, subresource: str, namespace: str) -> Json | None:
        asks = [Ask(resource, verb, namespace, "", subresource) for verb in resource.verbs]
        verbs = [ask.verb for ask in asks if self.allows(ask)]
        path = f"{resource.plural}/{subresource}" if subresource else resource.plural
        return {"verbs": verbs, "apiGroups": [resource.group], "resources": [path]} if verbs else None


def _ask_of(resource: Resource, attributes: Json) -> Ask:
    part = attributes.get
    return Ask(resource, part("verb", ""), part("namespace", ""), part("name", ""), part("subresource", ""))


def _asks_nothing() -> StatusError:
    message = (
        'SelfSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: '
        "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified"
    )
    return StatusError(422, "Invalid", message, {"group": "authorization.k8s.io", "kind": "SelfSubjectAccessReview"})
