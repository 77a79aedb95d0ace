"""What a person pastes, read into the same Snapshot the cluster gives. Pure: no network, clock or environment."""

from workers.paste.read import LARGEST, PasteTooLarge, read

__all__ = ["LARGEST", "PasteTooLarge", "read"]
