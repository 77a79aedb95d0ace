"""A cluster server on a thread of its own, for tests and benchmarks that are not asynchronous themselves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from deploy.sandbox.cluster.options import ClusterOptions
from deploy.sandbox.cluster.server import RunningServer, start
from deploy.sandbox.cluster.state import ClusterState

T = TypeVar("T")

START_SECONDS = 60  # loading all recordings takes about one; a loaded machine may take longer


@dataclass(frozen=True)
class Background:
    """A server that runs until its `with` block ends."""

    running: RunningServer
    loop: asyncio.AbstractEventLoop

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return self.running.url

    def do(self, act: Callable[[ClusterState], T]) -> T:
        """Runs `act` with the cluster's state in the server's own thread, so that nothing is read half-changed."""
        result: Future[T] = Future()

        def run() -> None:
            try:
                result.set_result(act(self.running.cluster))
            except Exception as error:  # noqa: BLE001 - handed to the caller's thread, not swallowed
                result.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return result.result(START_SECONDS)


@contextmanager
def background(options: ClusterOptions) -> Iterator[Background]:
    """Serves in a thread while the block runs. Raises what `start` raises."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="local-cluster", daemon=True)
    thread.start()
    try:
        running = asyncio.run_coroutine_threadsafe(start(options), loop).result(START_SECONDS)
        try:
            yield Background(running, loop)
        finally:
            asyncio.run_coroutine_threadsafe(running.stop(), loop).result(START_SECONDS)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(START_SECONDS)
        loop.close()
