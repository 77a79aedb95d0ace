"""Creating, updating and deleting leases, with the conflicts a leader election lives on. No HTTP."""

from __future__ import annotations

import uuid
from datetime import datetime

from deploy.sandbox.cluster.asks import Ask
from deploy.sandbox.cluster.objects.resources import LEASES
from deploy.sandbox.cluster.objects.statuses import (
    already_exists,
    bad_request,
    conflict,
    invalid,
    method_not_allowed,
    not_found,
)
from deploy.sandbox.cluster.objects.store import Store
from deploy.sandbox.json import Json


def write_lease(store: Store, ask: Ask, document: Json, now: datetime) -> Json:
    """Does what the verb says; returns the lease, or the Status of a deletion. Raises StatusError 400 to 422."""
    if ask.verb == "create":
        return _create(store, ask, document, now)
    if ask.verb == "update":
        return _update(store, ask, document)
    if ask.verb == "patch":
        return _patch(store, ask, document)
    if ask.verb == "delete":
        return _delete(store, ask)
    raise method_not_allowed()


def _create(store: Store, ask: Ask, document: Json, now: datetime) -> Json:
    name = document.get("metadata", {}).get("name", "")
    if not name:
        raise invalid(LEASES.group, "Lease", "", "metadata.name", "Required value: name or generateName is required")
    if store.get(LEASES, ask.namespace, name):
        raise already_exists(LEASES, name)
    _check(document, name)
    metadata = {
        **document["metadata"],
        "namespace": ask.namespace,
        "uid": str(uuid.uuid4()),
        "creationTimestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return store.put(LEASES, _lease(metadata, document))


def _update(store: Store, ask: Ask, document: Json) -> Json:
    before = _existing(store, ask)
    sent = document.get("metadata", {})
    if sent.get("name") != ask.name:
        message = f"the name of the object ({sent.get('name', '')}) does not match the name on the URL ({ask.name})"
        raise bad_request(message)
    if not sent.get("resourceVersion"):
        message = "Invalid value: 0x0: must be specified for an update"
        raise invalid(LEASES.group, "Lease", ask.name, "metadata.resourceVersion", message)
    if sent["resourceVersion"] != before["metadata"]["resourceVersion"]:
        raise conflict(LEASES, ask.name)
    _check(document, ask.name)
    return store.put(LEASES, _lease({**sent, **_fixed(before)}, document))


def _patch(store: Store, ask: Ask, document: Json) -> Json:
    """A merge patch; the strategic kind is the same for a lease, which has no lists."""
    before = _existing(store, ask)
    merged = _merged(before, document)
    expected_version = document.get("metadata", {}).get("resourceVersion")
    if expected_version and expected_version != before["metadata"]["resourceVersion"]:
        raise conflict(LEASES, ask.name)
    _check(merged, ask.name)
    return store.put(LEASES, _lease({**merged["metadata"], **_fixed(before)}, merged))


def _merged(before: Json, patch: Json) -> Json:
    after = dict(before)
    for key, value in patch.items():
        if value is None:
            after.pop(key, None)
        elif isinstance(value, dict) and isinstance(after.get(key), dict):
            after[key] = _merged(after[key], value)
        else:
            after[key] = value
    return after


def _delete(store: Store, ask: Ask) -> Json:
    before = _existing(store, ask)
    store.remove(LEASES, ask.namespace, ask.name)
    details = {"name": ask.name, "group": LEASES.group, "kind": LEASES.plural, "uid": before["metadata"]["uid"]}
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}


def _existing(store: Store, ask: Ask) -> Json:
    lease = store.get(LEASES, ask.namespace, ask.name)
    if lease is None:
        raise not_found(LEASES, ask.name)
    return lease


def _fixed(before: Json) -> Json:
    """What a client cannot change."""
    return {key: before["metadata"][key] for key in ("name", "namespace", "uid", "creationTimestamp")}


def _lease(metadata: Json, document: Json) -> Json:
    return {
        "kind": "Lease",
        "apiVersion": LEASES.group_version,
        "metadata": metadata,
        "spec": document.get("spec") or {},
    }


def _check(document: Json, name: str) -> None:
    """pkg/apis/coordination/validation/validation.go."""
    spec = document.get("spec") or {}
    for field, least, words in (("leaseDurationSeconds", 1, "must be greater than 0"), ("leaseTransitions", 0, "")):
        value = spec.get(field)
        if isinstance(value, int) and value < least:
            message = f"Invalid value: {value}: {words or 'must be greater than or equal to 0'}"
            raise invalid(LEASES.group, "Lease", name, f"spec.{field}", message)
