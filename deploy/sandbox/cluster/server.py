"""Starts the local Kubernetes API server: `python -m deploy.sandbox cluster`. It listens on loopback only."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from deploy.sandbox.cluster.control import control_routes
from deploy.sandbox.cluster.formats import Clock
from deploy.sandbox.cluster.front import handle
from deploy.sandbox.cluster.kubeconfig import write_kubeconfig
from deploy.sandbox.cluster.live.story import Story
from deploy.sandbox.cluster.objects.recordings import BadRecording
from deploy.sandbox.cluster.options import HOST, ClusterOptions, options
from deploy.sandbox.cluster.state import ClusterState, load_cluster

LARGEST_BODY = 3 * 1024 * 1024  # the real server's --max-request-body-bytes
SHORTEST_SLEEP, LONGEST_SLEEP = 0.02, 1.0  # seconds; fine enough that nobody sees steps, coarse enough to cost nothing
GOODBYE_SECONDS = 0.5  # watches never end by themselves, so waiting longer for them is pointless


@dataclass
class RunningServer:
    """A server that listens. `stop` ends it and its watches."""

    cluster: ClusterState
    url: str
    runner: web.AppRunner
    living: asyncio.Task[None] | None

    async def stop(self) -> None:
        """Ends the simulation, closes the port and every connection."""
        if self.living is not None:
            self.living.cancel()
        await self.runner.cleanup()


async def start(chosen: ClusterOptions, clock: Clock = lambda: datetime.now(UTC)) -> RunningServer:
    """Loads the cluster and listens. Raises BadRecording, ValueError (a wrong denial), OSError (the port is taken)."""
    cluster = load_cluster(chosen, clock)

    async def api(request: web.Request) -> web.StreamResponse:
        return await handle(request, cluster)

    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(control_routes(cluster))
    app.router.add_route("*", "/{path:.*}", api)
    runner = web.AppRunner(app, shutdown_timeout=GOODBYE_SECONDS, access_log=None, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, HOST, chosen.port).start()
    url = f"http://{HOST}:{runner.addresses[0][1]}"
    if chosen.kubeconfig is not None:
        write_kubeconfig(chosen.kubeconfig, dict.fromkeys(chosen.contexts, url))
    living = asyncio.create_task(_live(cluster.story, clock)) if cluster.story else None
    return RunningServer(cluster, url, runner, living)


async def _live(story: Story, clock: Clock) -> None:
    """Lets simulated time follow the clock, waking when something is due."""
    while True:
        story.advance(clock())
        due = story.world.next_due
        wait = (due - clock()).total_seconds() if due else LONGEST_SLEEP
        await asyncio.sleep(min(max(wait, SHORTEST_SLEEP), LONGEST_SLEEP))


async def serve(chosen: ClusterOptions, say: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT; says its address once it listens."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    running = await start(chosen)
    say(f"cluster: {running.url} ({len(running.cluster.scenarios)} recorded scenarios)")
    await stopped.wait()
    await running.stop()


def _say(line: str) -> None:
    """To standard output at once, also into a pipe: whoever started the server waits for its address."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    try:
        asyncio.run(serve(options(sys.argv[1:] if argv is None else argv), _say))
    except (BadRecording, ValueError, OSError) as error:
        sys.stderr.write(f"cluster: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
