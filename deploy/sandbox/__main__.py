"""`python -m deploy.sandbox`: the whole thing on this machine. `slack`, `cluster` and `redis` run one part alone.

It only chooses; what is chosen is imported then, so that a part alone starts without what the others need.
"""

import importlib
import sys
from collections.abc import Sequence

PARTS = {
    "run": "deploy.sandbox.run",
    "slack": "deploy.sandbox.slack.server",
    "cluster": "deploy.sandbox.cluster.server",
    "redis": "deploy.sandbox.redis",
}


def main(argv: Sequence[str]) -> int:
    """Run what the first word names, everything when it names nothing; the exit status."""
    name, rest = (argv[0], argv[1:]) if argv and argv[0] in PARTS else ("run", argv)
    return int(importlib.import_module(PARTS[name]).main(list(rest)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
