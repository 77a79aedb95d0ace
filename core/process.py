"""What a process of ours does about its parent. It must not start any."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent() -> None:
    """Have the kernel end this process when its parent is gone, however that came about. Linux only (prctl(2)).

    RQ's children (one for each question, one that schedules) would go on alone after a `kill -9` of the worker.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def children_die_with_us() -> None:
    """Every process forked from now on ends with this one."""
    ctypes.CDLL(None)  # loaded before the first fork: a child should not have to
    os.register_at_fork(after_in_child=die_with_parent)
