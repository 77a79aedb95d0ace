"""The settings of the worker, which the watcher extends; read once in `__main__` and passed down."""

from collections.abc import Mapping

from pydantic import Field

from core.settings import CommonSettings, EnvironmentSettings, read


class ClusterVariables(EnvironmentSettings):
    """Where clusters are; the sandbox reads the same one."""

    kubeconfig: str = Field(default="", validation_alias="KUBECONFIG")
    """Kubeconfig files, separated by `:` as kubectl has it. Empty: the pod's service account inside a cluster, else
    `~/.kube/config`."""


class WorkerSettings(ClusterVariables, CommonSettings):
    """Every field is an environment variable, or a file of the same name in the directory `WHYPOD_SECRETS_DIR`."""

    redis_timeout: float = Field(default=2.0, gt=0, le=60, validation_alias="WHYPOD_WORKER_REDIS_TIMEOUT")
    """Seconds one connection attempt or command may take. Longer than in the bot (`WHYPOD_REDIS_TIMEOUT`): here no
    acknowledgement waits, and a busy Redis is better waited for than lost."""

    clusters: str = Field(default="", validation_alias="WHYPOD_CLUSTERS")
    """Names of the kubeconfig contexts that may be asked about, comma-separated. Empty: all of them."""
    cluster_timeout: float = Field(default=2.0, gt=0, le=5.0, validation_alias="WHYPOD_CLUSTER_TIMEOUT")
    """Seconds one call to the Kubernetes API may take. Three calls in a row still fit into a question's 7 seconds."""

    worker_metrics_port: int = Field(default=0, ge=0, le=65535, validation_alias="WHYPOD_WORKER_METRICS_PORT")
    """The worker's port for those three pages. 0 for none: several workers of one machine cannot share a port."""


def load(environ: Mapping[str, str]) -> WorkerSettings:
    """The settings of a worker; see `core.settings.read`."""
    return read(WorkerSettings, environ)
