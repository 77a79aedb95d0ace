"""The options of a local cluster: one frozen value, from the command line or a test. Reads no environment."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.sandbox.cluster.objects.store import WINDOW

HOST = "127.0.0.1"  # recordings are harmless, but a control API without a password stays on this machine


@dataclass(frozen=True)
class ClusterOptions:
    """All settings of the server; the defaults are those of the command line."""

    recordings: Path | None = None
    """Directory of scenarios; None serves the simulation alone."""
    port: int = 0
    """0 takes a free one."""
    kubeconfig: Path | None = None
    """Where to write a kubeconfig; None writes none."""
    contexts: tuple[str, ...] = ("sandbox",)
    """Context names in the kubeconfig, all leading to this server."""
    live: bool = True
    """Whether simulated workloads run beside the recordings; never beside a single scenario."""
    speed: float = 1.0
    """Simulated seconds per second."""
    shift_now: bool = True
    """Whether recorded times are moved to just before the start."""
    scenario: str = ""
    """Serve this scenario alone, with its own nodes; empty serves all."""
    deny: tuple[str, ...] = ()
    """What RBAC refuses: `RESOURCE[.GROUP][/SUB][@NAMESPACE][:VERB]`."""
    window: int = WINDOW
    """Changes remembered per resource before a watch is too old."""
    bookmark_seconds: float = 60.0
    """Between bookmarks; the real server sends one about each minute."""


def parser() -> argparse.ArgumentParser:
    """The command line of `python -m deploy.sandbox cluster`."""
    arguments = argparse.ArgumentParser(prog="deploy.sandbox cluster", description="A Kubernetes API over recordings.")
    add = arguments.add_argument
    add("--recordings", type=Path, metavar="DIR", help="directory of recorded scenarios")
    add("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    add("--kubeconfig", type=Path, metavar="FILE", help="write a kubeconfig that leads here")
    add("--contexts", type=_names, default=("sandbox",), metavar="A,B", help="context names in it, default: sandbox")
    add("--live", action=argparse.BooleanOptionalAction, default=True, help="run simulated workloads as well")
    add("--speed", type=_positive, default=1.0, help="simulated seconds per second, default: 1")
    add("--shift-now", action=argparse.BooleanOptionalAction, default=True, help="move recorded times to just now")
    add("--scenario", default="", metavar="NAME", help="serve one scenario alone, with its own nodes")
    add(
        "--deny",
        type=_names,
        default=(),
        metavar="WHAT,…",
        help="refuse by RBAC, e.g. events,pods/log,pods@payments",
    )
    add("--window", type=int, default=WINDOW, help=f"changes remembered per resource, default: {WINDOW}")
    add("--bookmark-seconds", type=_positive, default=60.0, help="seconds between watch bookmarks, default: 60")
    return arguments


def options(argv: Sequence[str]) -> ClusterOptions:
    """The command line read; exits with status 2 and a usage line when it is wrong."""
    return ClusterOptions(**vars(parser().parse_args(argv)))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value
