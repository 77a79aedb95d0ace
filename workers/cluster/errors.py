"""What can go wrong between us and a cluster: one root, one class for each thing a reader can do something about.

The Kubernetes client's and urllib3's own exceptions must not get past `connect`; they are chained instead.
"""

from typing import ClassVar

from core.messages.answer import Problem

SAID_LIMIT = 300
"""Characters of a server's own words that are kept; `core.messages.answer.Failure` promises no more."""


class ClusterError(Exception):
    """The base class. `problem` is the models' literal, `why` that of `Unseen`, `said` the server's own words."""

    problem: ClassVar[Problem] = "broken"
    why: ClassVar[str] = "unreadable"

    def __init__(self, said: str = "") -> None:
        """`said` is put on one line and cut."""
        self.said = " ".join(said.split())[:SAID_LIMIT]
        super().__init__(self.said)


class Forbidden(ClusterError):
    """403: RBAC refuses."""

    problem = "forbidden"
    why = "forbidden"


class NoSuchObject(ClusterError):
    """404: there is no such object, or no such resource in this cluster."""

    why = "not-found"


class Unauthorized(ClusterError):
    """401, or 403 as `system:anonymous`: the credentials are expired, wrong or missing."""

    problem = "unauthorized"
    why = "forbidden"


class ClusterUnreachable(ClusterError):
    """The API server does not answer: no connection within the time-out, or it broke off."""

    problem = "unreachable"
    why = "unreachable"


class UnknownHost(ClusterUnreachable):
    """DNS has no address for the API server."""


class ConnectionRefused(ClusterUnreachable):
    """Nobody listens at the API server's address."""


class Untrusted(ClusterUnreachable):
    """TLS failed: an unknown authority, a wrong name, an expired certificate, or no TLS at all."""


class TimedOut(ClusterError):
    """It was connected, and did not answer in time."""

    problem = "timeout"
    why = "timeout"


class Throttled(ClusterError):
    """429: the API server has too much to do, or too much from us."""

    problem = "throttled"
    why = "throttled"

    def __init__(self, said: str = "", retry_after: float = 0.0) -> None:
        """`retry_after` is in seconds, as the server asked for it; 0 when it did not."""
        super().__init__(said)
        self.retry_after = retry_after


class Broken(ClusterError):
    """5xx, or any other answer that is of no use."""


class Rejected(Broken):
    """400 and the like: the request is invalid here; for logs, `said` tells why there is none."""


class Gone(Rejected):
    """410: the resource version or the place in a list is older than what the API server remembers."""


class Garbage(Broken):
    """200 with something that is not what was asked for: a proxy's page, half an object."""


class ResponseTooLarge(Broken):
    """The answer is longer than anybody wants to read; the rest was not fetched."""

    why = "too-large"


class NoSuchCluster(ClusterError):
    """The kubeconfig has no such context; `said` names those there are."""

    problem = "no-such-cluster"


class NoKubeconfig(ClusterError):
    """There is neither a usable kubeconfig nor a service account."""

    problem = "no-kubeconfig"


_BY_STATUS: dict[int, type[ClusterError]] = {
    400: Rejected,
    401: Unauthorized,
    403: Forbidden,
    404: NoSuchObject,
    405: Rejected,
    410: Gone,
    422: Rejected,
    504: TimedOut,
}


def refusal(status: int, message: str, retry_after: str = "") -> ClusterError:
    """The error for an unsuccessful HTTP status. `retry_after` is the header; Kubernetes writes seconds."""
    if status == 429:
        digits = retry_after.strip()
        return Throttled(message, float(digits) if digits.isdecimal() and len(digits) < 5 else 0.0)
    if status == 403 and "system:anonymous" in message:
        return Unauthorized(message)  # the credentials were not even recognized
    return _BY_STATUS.get(status, Broken)(message)
