"""The few fields of a pod that a watch of restart counts needs, and the lines it comes as. Judges nothing.

Most of a line's time goes into passing over what is not read (7 us for 6 kB); what is left out here is memory.
"""

from datetime import datetime
from typing import Any

import msgspec

from workers.cluster.wire.decode import Unreadable, decode, prepare
from workers.cluster.wire.shapes import Int, ListMeta, OwnerReference, WireStruct

PREFIX = "whypod.dev/"
"""Annotations that are ours; the others are not decoded, since one may be a quarter of a megabyte."""
_MARK = PREFIX.encode()


class WatchedMetadata(WireStruct, frozen=True):
    """`metadata` without annotations."""

    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    creation_timestamp: datetime | None = None
    deletion_timestamp: datetime | None = None
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    owner_references: tuple[OwnerReference, ...] = ()


class WatchedMetadataWithAnnotations(WatchedMetadata, frozen=True):
    """`metadata` of a pod that has at least one annotation of ours."""

    annotations: dict[str, str] = msgspec.field(default_factory=dict)


class WatchedContainer(WireStruct, frozen=True):
    """One container of the spec; `restartPolicy: Always` makes an init container a sidecar."""

    name: str = ""
    restart_policy: str = ""


class WatchedSpec(WireStruct, frozen=True):
    """`spec`."""

    node_name: str = ""
    restart_policy: str = ""
    init_containers: tuple[WatchedContainer, ...] = ()


class WatchedWaiting(WireStruct, frozen=True):
    """`state.waiting`; the message of a crash loop says how long the back-off is."""

    reason: str = ""
    message: str = ""


class WatchedRunning(WireStruct, frozen=True):
    """`state.running`."""

    started_at: datetime | None = None


class WatchedEnd(WireStruct, frozen=True):
    """`state.terminated` without the message."""

    reason: str = ""
    exit_code: Int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class WatchedState(WireStruct, frozen=True):
    """`state` or `lastState`."""

    waiting: WatchedWaiting | None = None
    running: WatchedRunning | None = None
    terminated: WatchedEnd | None = None


_NOTHING = WatchedState()


class WatchedStatus(WireStruct, frozen=True):
    """One entry of the three lists of container statuses."""

    name: str = ""
    image: str = ""
    ready: bool = False
    restart_count: Int = 0
    state: WatchedState = _NOTHING
    last_state: WatchedState = _NOTHING


class WatchedCondition(WireStruct, frozen=True):
    """One condition."""

    type: str = ""
    status: str = ""
    last_transition_time: datetime | None = None


class WatchedPodStatus(WireStruct, frozen=True):
    """`status`."""

    phase: str = ""
    reason: str = ""
    conditions: tuple[WatchedCondition, ...] = ()
    container_statuses: tuple[WatchedStatus, ...] = ()
    init_container_statuses: tuple[WatchedStatus, ...] = ()
    ephemeral_container_statuses: tuple[WatchedStatus, ...] = ()


class WatchedPod(WireStruct, frozen=True):
    """A pod of a list, or the object of a line; `code`, `message` and `reason` are those of the Status of an ERROR."""

    metadata: WatchedMetadata = WatchedMetadata()
    spec: WatchedSpec = WatchedSpec()
    status: WatchedPodStatus = WatchedPodStatus()
    code: Int | None = None
    message: str = ""
    reason: str = ""


class WatchedPodWithAnnotations(WatchedPod, frozen=True):
    """The same with our annotations."""

    metadata: WatchedMetadataWithAnnotations = WatchedMetadataWithAnnotations()


class WatchedPage(WireStruct, frozen=True):
    """A page of pods; each is decoded on its own, so that a broken one costs itself."""

    metadata: ListMeta = ListMeta()
    items: tuple[msgspec.Raw, ...] | None = None


class WatchLine(WireStruct, frozen=True):
    """One line of a watch: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR."""

    type: str = ""
    object: WatchedPod = WatchedPod()


class WatchLineWithAnnotations(WireStruct, frozen=True):
    """The same with our annotations."""

    type: str = ""
    object: WatchedPodWithAnnotations = WatchedPodWithAnnotations()


TYPES = frozenset({"ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"})
"""apimachinery/pkg/watch/watch.go."""

prepare()
_LINES = msgspec.json.Decoder(WatchLine)
_PAGES = msgspec.json.Decoder(WatchedPage)


def decode_line(line: bytes) -> WatchLine | WatchLineWithAnnotations:
    """Reads one line of a watch. Raises `Unreadable` for what is none."""
    decoded: WatchLine | WatchLineWithAnnotations
    if _MARK in line:
        decoded = decode(line, WatchLineWithAnnotations)
    else:
        try:
            decoded = _LINES.decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            decoded = decode(line, WatchLine)  # an ERROR's `status` is a word where a pod's is an object
    if decoded.type not in TYPES:
        raise Unreadable(f"not a line of a watch: {line[:80]!r}")
    return decoded


def decode_page(data: bytes) -> tuple[ListMeta, list[WatchedPod]]:
    """Reads a page of a list. Raises `Unreadable` when it is not a list; an unreadable pod is left out."""
    try:
        page = _PAGES.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Unreadable(f"not a list of pods: {error}") from error
    if page.items is None:
        raise Unreadable("a list without items")
    return page.metadata, [pod for item in page.items if (pod := _pod(bytes(item))) is not None]


def annotations(metadata: WatchedMetadata) -> dict[str, str]:
    """Ours, without their prefix."""
    if not isinstance(metadata, WatchedMetadataWithAnnotations):
        return {}
    return {key[len(PREFIX) :]: value for key, value in metadata.annotations.items() if key.startswith(PREFIX)}


def _pod(data: bytes) -> Any:
    try:
        return decode(data, WatchedPodWithAnnotations if _MARK in data else WatchedPod)
    except Unreadable:
        return None
