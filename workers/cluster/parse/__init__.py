"""Shapes of `wire` to the parts of a `Snapshot`: effective values, defaults, one kind of time. Pure.

It must not import the Kubernetes client (the paste reader uses it too), and it judges nothing.

`pod(shape)`, `containers(shape)`, `events(shapes)`, `node(shape)`, `owner(shape)`, `sibling(shape)`, `claim(shape)`
each give the part of that name; `status_word(shape)` is kubectl's STATUS column.
"""

from workers.cluster.parse.containers import containers
from workers.cluster.parse.events import events
from workers.cluster.parse.pod import pod, volumes
from workers.cluster.parse.surroundings import REVISION, claim, controller, node, owner, sibling
from workers.cluster.parse.values import stamp
from workers.cluster.parse.word import status_word

__all__ = [
    "REVISION",
    "claim",
    "containers",
    "controller",
    "events",
    "node",
    "owner",
    "pod",
    "sibling",
    "stamp",
    "status_word",
    "volumes",
]
