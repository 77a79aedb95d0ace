"""Faults to switch on: refusals, slowness, broken connections. Says which one a request meets, does nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from deploy.sandbox.cluster.asks import Ask
from deploy.sandbox.cluster.objects.statuses import RETRY_AFTER_SECONDS, StatusError
from deploy.sandbox.json import Json

STATUSES = (401, 403, 404, 409, 410, 429, 500, 502, 503, 504)
MOST_SECONDS = 3600.0


@dataclass(frozen=True)
class ClusterFault:
    """One fault; the first four fields say which requests it meets (empty: any), the others what happens to them."""

    path_prefix: str = ""
    resource: str = ""
    verb: str = ""
    namespace: str = ""
    status: int = 0
    """Answer with this status."""
    slow: float = 0.0
    """Wait so many seconds first."""
    hang: bool = False
    """Never answer; a watch opens and then stays silent."""
    reset: bool = False
    """Break the connection in the middle of the body."""
    garbage: bool = False
    """Answer 200 with half a JSON document."""
    count: int = 0
    """How many requests it meets before it is gone; 0: until cleared."""

    def meets(self, path: str, ask: Ask | None) -> bool:
        """Whether this request is one it is for."""
        if self.path_prefix and not path.startswith(self.path_prefix):
            return False
        if not (self.resource or self.verb or self.namespace):
            return True
        if ask is None:
            return False
        resource = f"{ask.resource.plural}/{ask.subresource}" if ask.subresource else ask.resource.plural
        request = (resource, ask.verb, ask.namespace)
        return all(limit in ("", theirs) for limit, theirs in zip(self._for, request, strict=True))

    @property
    def _for(self) -> tuple[str, str, str]:
        return self.resource, self.verb, self.namespace


def read_fault(document: object) -> ClusterFault:
    """A fault from JSON. Raises ValueError with a sentence that names the wrong field."""
    if not isinstance(document, dict):
        raise ValueError("a fault is a JSON object")
    known = {name: type(value) for name, value in asdict(ClusterFault()).items()}
    for name, value in document.items():
        if name not in known:
            raise ValueError(f"unknown field {name!r}; known: {', '.join(known)}")
        if type(value) not in ((int, float) if known[name] is float else (known[name],)):
            raise ValueError(f"{name}: must be {known[name].__name__}")
    fault = ClusterFault(**document)
    if fault.status and fault.status not in STATUSES:
        raise ValueError(f"status: must be one of {', '.join(map(str, STATUSES))}")
    if not 0 <= fault.slow <= MOST_SECONDS or fault.count < 0:
        raise ValueError(f"slow: 0 to {MOST_SECONDS:.0f} seconds; count: 0 or more")
    if not (fault.status or fault.slow or fault.hang or fault.reset or fault.garbage):
        raise ValueError("says nothing to do: status, slow, hang, reset or garbage")
    return fault


class ClusterFaults:
    """The faults switched on at present, in the order they were added."""

    def __init__(self) -> None:
        self._faults: list[ClusterFault] = []

    def add(self, fault: ClusterFault) -> None:
        """Switches a fault on."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Switches all of them off."""
        self._faults.clear()

    def listed(self) -> list[Json]:
        """All of them, with what is left of their count."""
        return [asdict(fault) for fault in self._faults]

    def met_by(self, path: str, ask: Ask | None) -> ClusterFault | None:
        """The first fault this request meets, one counted off."""
        for position, fault in enumerate(self._faults):
            if fault.meets(path, ask):
                if fault.count == 1:
                    del self._faults[position]
                elif fault.count:
                    self._faults[position] = replace(fault, count=fault.count - 1)
                return fault
        return None

    def __contains__(self, fault: ClusterFault) -> bool:
        return fault in self._faults


_WORDS = {
    401: ("Unauthorized", "Unauthorized"),
    403: ("Forbidden", "forbidden: the sandbox was told to refuse this"),
    404: ("NotFound", "the server could not find the requested resource"),
    409: ("Conflict", "the object has been modified; please apply your changes to the latest version and try again"),
    410: ("Expired", "The resourceVersion for the provided list is too old."),
    429: ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
    500: ("InternalError", "Internal error occurred: etcdserver: request timed out"),
    502: ("", "Bad Gateway"),
    503: ("ServiceUnavailable", "the server is currently unable to handle the request"),
    504: ("Timeout", "Timeout: request did not complete within the allotted timeout"),
}


def refusal(status: int) -> StatusError:
    """The answer of a fault with a status."""
    reason, message = _WORDS[status]
    details = {"retryAfterSeconds": RETRY_AFTER_SECONDS} if status == 429 else {}
    return StatusError(status, reason, message, details)
