"""How sure an answer is that a denied path lies on a volume."""

from knowledge.library import library
from workers.container import Container, Mount
from workers.diagnosis.diagnose import diagnose
from workers.snapshot import Log, Snapshot

DENIED = Log(container="app", lines=("ERROR path.data=/var/lib/app is not writable",))


def first(*mounts: Mount) -> tuple[str, str]:
    """The first finding and how sure it is."""
    snapshot = Snapshot(containers=(Container(name="app", mounts=mounts),), logs=(DENIED,))
    finding = diagnose(snapshot, library()).findings[0]
    return finding.cause, finding.confidence


def test_a_place_that_only_looks_like_a_volume_is_no_certainty() -> None:
    """Without the mounts a usual place of data is a guess, and said as one."""
    assert first() == ("volume.permission", "likely")


def test_a_mount_that_is_known_is() -> None:
    """The path lies on a mount the pod names."""
    assert first(Mount(volume="data", path="/var/lib/app")) == ("volume.permission", "certain")
