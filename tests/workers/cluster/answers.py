"""What a test server answers, and the error a client makes of it. Tests only."""

from typing import Any

import pytest

from workers.cluster import errors
from workers.cluster.connect import Cluster


def status_of(message: str, code: int) -> dict[str, Any]:
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": code}


def error_of(cluster: Cluster, path: str = "/x", **how: Any) -> errors.ClusterError:
    """The error that reading `path` raises; anything that is no `ClusterError` fails the test."""
    with pytest.raises(errors.ClusterError) as caught:
        cluster.get(path, **how)
    return caught.value
