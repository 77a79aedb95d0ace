"""The API server's error answers (`kind: Status`), worded as the real one words them. Pure: sends nothing.

Wording: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go and
staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go of Kubernetes v1.36.
"""

from __future__ import annotations

from deploy.sandbox.cluster.objects.resources import Resource
from deploy.sandbox.json import Json

RETRY_AFTER_SECONDS = 1  # what the real server asks for in its 429 and "too large resource version" answers


class StatusError(Exception):
    """An answer other than 2xx. `body` is the Status object, `code` its HTTP status."""

    def __init__(self, code: int, reason: str, message: str, details: Json | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.body: Json = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            **({"reason": reason} if reason else {}),
            **({"details": details} if details is not None else {}),
            "code": code,
        }


def _details(resource: Resource, name: str = "") -> Json:
    details: Json = {"name": name} if name else {}
    if resource.group:
        details["group"] = resource.group
    return {**details, "kind": resource.plural}


def not_found(resource: Resource, name: str) -> StatusError:
    """404 of an object that is not there."""
    return StatusError(404, "NotFound", f'{resource.qualified} "{name}" not found', _details(resource, name))


def no_such_path() -> StatusError:
    """404 of a path in a known group and version that no resource serves."""
    return StatusError(404, "NotFound", "the server could not find the requested resource", {})


def method_not_allowed() -> StatusError:
    """405 of a verb the resource does not have."""
    return StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {})


def bad_request(message: str) -> StatusError:
    """400 with the server's message as it is."""
    return StatusError(400, "BadRequest", message)


def unauthorized() -> StatusError:
    """401 of a token nobody issued."""
    return StatusError(401, "Unauthorized", "Unauthorized")


def forbidden(resource: Resource, verb: str, user: str, namespace: str, name: str, subresource: str) -> StatusError:
    """403 of RBAC; `namespace` is empty for a request at the cluster scope."""
    what = f'{resource.qualified} "{name}"' if name else resource.qualified
    path = f"{resource.plural}/{subresource}" if subresource else resource.plural
    where = f'in the namespace "{namespace}"' if namespace else "at the cluster scope"
    message = (
        f'{what} is forbidden: User "{user}" cannot {verb} resource "{path}" in API group "{resource.group}" {where}'
    )
    return StatusError(403, "Forbidden", message, _details(resource, name))


def already_exists(resource: Resource, name: str) -> StatusError:
    """409 of a create whose name is taken."""
    return StatusError(409, "AlreadyExists", f'{resource.qualified} "{name}" already exists', _details(resource, name))


def conflict(resource: Resource, name: str) -> StatusError:
    """409 of an update made from an outdated object."""
    message = (
        f'Operation cannot be fulfilled on {resource.qualified} "{name}": the object has been modified; '
        "please apply your changes to the latest version and try again"
    )
    return StatusError(409, "Conflict", message, _details(resource, name))


def invalid(group: str, kind: str, name: str, field: str, message: str) -> StatusError:
    """422 of one wrong field; `message` as in `Invalid value: -1: must be greater than or equal to 0`."""
    qualified = f"{kind}.{group}" if group else kind
    cause = {"reason": "FieldValueInvalid", "message": message, "field": field}
    details: Json = {"name": name} if name else {}
    details |= {"group": group} if group else {}
    details |= {"kind": kind, "causes": [cause]}
    return StatusError(422, "Invalid", f'{qualified} "{name}" is invalid: {field}: {message}', details)


def too_old(version: int, oldest: int) -> StatusError:
    """410 of a watch that starts before what the server remembers."""
    return StatusError(410, "Expired", f"too old resource version: {version} ({oldest})")


def continue_expired() -> StatusError:
    """410 of a continue token whose list is forgotten."""
    message = (
        "The provided continue parameter is too old to display a consistent list result. "
        "You can start a new list without the continue parameter."
    )
    return StatusError(410, "Expired", message)


def too_large(version: int, current: int) -> StatusError:
    """504 of a resource version from the future, e.g. from before a restore."""
    details = {
        "causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}],
        "retryAfterSeconds": RETRY_AFTER_SECONDS,
    }
    message = f"Timeout: Too large resource version: {version}, current: {current}"
    return StatusError(504, "Timeout", message, details)
