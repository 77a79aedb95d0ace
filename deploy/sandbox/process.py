"""Becomes another program that dies with its parent: `python process.py PARENT_PID PROGRAM ARGUMENT...`.

Standard library only and run by path, so it costs 15 ms. It exists because the supervisor has threads, and between
fork and exec a process with threads must not run Python code of its own (subprocess, `preexec_fn`).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h; survives execve(2)


def main(argv: list[str]) -> None:
    """Tie this process to its parent where the kernel can do that (Linux), then become the program."""
    parent, program = int(argv[0]), argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before we were tied to it
            sys.exit(1)
    os.execvp(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
