"""Which clusters there are: the contexts of the kubeconfig files, or the service account; and a client for each.

Beside `connect` the only file that imports the Kubernetes client. It makes no request (an exec plugin may).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from kubernetes import config
from kubernetes.client import ApiClient, Configuration

from workers.cluster import errors

_KUBERNETES: Any = config
"""The client's own annotations stop here; what its functions give is checked by use."""

_BROKEN = (config.ConfigException, yaml.YAMLError, OSError, ValueError, TypeError, AttributeError, KeyError)
"""What the client raises for a broken kubeconfig: it trusts the file's shape, so that a list where a mapping belongs
is an AttributeError or worse."""

USUAL_FILE = "~/.kube/config"
_INSIDE = "KUBERNETES_SERVICE_HOST"
"""Set by the kubelet in every pod."""


@dataclass(frozen=True)
class Contexts:
    """The contexts that may be used. `files` is None inside a cluster, where there are no names."""

    files: str | None
    names: tuple[str, ...] = ()
    current: str | None = None


def load_contexts(kubeconfig: str, allowed: Sequence[str]) -> Contexts:
    """The contexts of `kubeconfig`, else the pod's service account, else those of ~/.kube/config.

    `allowed` narrows them down; the current one may then be none of them, and is the first that is left.
    Raises `NoKubeconfig`.
    """
    if not kubeconfig and os.environ.get(_INSIDE):
        return Contexts(files=None)
    files = kubeconfig or USUAL_FILE
    known, current = _written(files)
    names = tuple(name for name in known if not allowed or name in allowed)
    if not names:
        raise errors.NoKubeconfig(f"no usable context in {files}")
    return Contexts(files=files, names=names, current=current if current in names else names[0])


def _written(files: str) -> tuple[tuple[str, ...], str | None]:
    """The context names in the files, and the current one."""
    paths = [Path(path).expanduser() for path in files.split(os.pathsep) if path]
    if not any(path.exists() for path in paths):
        raise errors.NoKubeconfig(f"no kubeconfig at {files}")
    try:
        merged = _KUBERNETES.kube_config.KubeConfigMerger(files).config
        if merged is None:
            return (), None
        names = tuple(str(context["name"]) for context in merged.safe_get("contexts") or ())
        return names, merged.safe_get("current-context")
    except _BROKEN as error:
        raise errors.NoKubeconfig(next(filter(None, map(_fault, paths)), f"{files}: {error}")) from error


def _fault(path: Path) -> str:
    """`/etc/passwd: not a kubeconfig: ...`; empty where nothing is wrong with the file, or none is there."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        return f"{path}: not YAML: {line}{error.problem}"
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"
    except (ValueError, yaml.YAMLError):
        return f"{path}: not text"
    if content is None:
        return ""
    if not isinstance(content, dict):
        return f"{path}: not a kubeconfig: no mapping with contexts, clusters and users"
    for key in ("contexts", "clusters", "users"):
        entries = content.get(key) or []
        if not (isinstance(entries, list) and all(isinstance(each, dict) and "name" in each for each in entries)):
            return f"{path}: not a kubeconfig: {key} is not a list of entries that have a name"
    return ""


def client_for(contexts: Contexts, name: str | None, pool: int) -> ApiClient:
    """A client of that context, or of the current one, keeping `pool` connections. Raises `NoKubeconfig`."""
    configuration = Configuration()
    configuration.connection_pool_maxsize = pool
    configuration.retries = False
    try:
        if contexts.files is None:
            _KUBERNETES.load_incluster_config(client_configuration=configuration)
            return ApiClient(configuration)
        client: ApiClient = _KUBERNETES.new_client_from_config(
            config_file=contexts.files,
            context=name or contexts.current,
            persist_config=False,  # a mounted Secret cannot be written to
            client_configuration=configuration,
        )
        return client
    except _BROKEN as error:
        raise errors.NoKubeconfig(f"{name or contexts.current or 'service account'}: {error}") from error
