"""The one name for what the sandbox's servers read and write. It holds nothing else."""

from typing import Any

Json = dict[str, Any]
"""A JSON object."""
