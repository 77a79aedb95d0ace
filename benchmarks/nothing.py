"""The job of `benchmarks/worker.py`: it does nothing, in a module that imports what an answer needs."""

from workers import dependencies

NEEDS = dependencies


def nothing() -> int:
    """Something RQ can call by name."""
    return 1


if __name__ == "__main__":  # `make bench` runs every file here; this one is called by RQ alone
    pass
