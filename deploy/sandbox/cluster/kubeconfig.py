"""Writes a kubeconfig that leads to the local API server. It touches no other file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

USER = "system:serviceaccount:whypod:whypod"
TOKEN = "sandbox-token"  # no secret: the server listens on loopback and holds recordings only


def kubeconfig(contexts: Mapping[str, str]) -> str:
    """The file's text for context names and server URLs; the first one is current."""
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": next(iter(contexts)),
        "clusters": [{"name": name, "cluster": {"server": url}} for name, url in contexts.items()],
        "users": [{"name": "whypod", "user": {"token": TOKEN}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": "whypod"}} for name in contexts],
    }
    return yaml.safe_dump(document, sort_keys=False)


def write_kubeconfig(path: Path, contexts: Mapping[str, str]) -> None:
    """Writes the file, readable by its owner only, as kubectl expects of a file with credentials."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(kubeconfig(contexts), "utf-8")
