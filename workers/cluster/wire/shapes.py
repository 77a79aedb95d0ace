"""What all API objects share: metadata, conditions, lists, and the Status an error comes as. Judges nothing."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

Int = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""An int64 of the API. YAML can spell longer ones, and Python refuses to print those of more than 4,300 digits."""

Quantity = str | int | float
"""`100m`, `1Gi`; a bare number when a person wrote the YAML."""


class WireStruct(msgspec.Struct, rename="camel", frozen=True, gc=False, kw_only=True):
    """Root of all shapes: camelCase keys on the wire, frozen, and no cycles to collect."""


class OwnerReference(WireStruct, frozen=True):
    """An entry of `metadata.ownerReferences`."""

    kind: str = ""
    name: str = ""
    uid: str = ""
    controller: bool = False


class Metadata(WireStruct, frozen=True):
    """`metadata` of any object."""

    name: str = ""
    generate_name: str = ""
    namespace: str = ""
    uid: str = ""
    generation: Int | None = None
    creation_timestamp: datetime | None = None
    deletion_timestamp: datetime | None = None
    deletion_grace_period_seconds: Int | None = None
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    annotations: dict[str, str] = msgspec.field(default_factory=dict)
    finalizers: tuple[str, ...] = ()
    owner_references: tuple[OwnerReference, ...] = ()


class ListMeta(WireStruct, frozen=True):
    """`metadata` of a list."""

    resource_version: str = ""
    continue_: str = msgspec.field(default="", name="continue")
    remaining_item_count: Int | None = None


class MetadataOnly(WireStruct, frozen=True):
    """An object of which only the metadata was asked for (`PartialObjectMetadata`)."""

    metadata: Metadata = Metadata()


class MetadataList(WireStruct, frozen=True):
    """A page of `PartialObjectMetadataList`."""

    metadata: ListMeta = ListMeta()
    items: tuple[MetadataOnly, ...] = ()


class V1Condition(WireStruct, frozen=True):
    """A condition of any object; a node's and a pod's have the same fields."""

    type: str = ""
    status: str = ""
    reason: str = ""
    message: str = ""
    last_transition_time: datetime | None = None


class Status(WireStruct, frozen=True):
    """The `Status` object that comes with an HTTP error."""

    kind: str = ""
    message: str = ""
    reason: str = ""
    code: Int | None = None
    details: dict[str, Any] | None = None
