"""Shapes are worked out before any thread or fork: msgspec crashes when two threads are the first to use one."""

import subprocess
import sys
from pathlib import Path

import pytest

from workers.cluster.wire import watched
from workers.cluster.wire.decode import _DECODERS
from workers.cluster.wire.shapes import WireStruct

FIRST_USE = """
import sys, threading
from workers.cluster import wire
sys.setswitchinterval(1e-6)
pod = open(sys.argv[1], "rb").read()
barrier = threading.Barrier(6)
def first(decode):
    barrier.wait()
    for _ in range(50):
        decode(pod)
readers = [wire.decode_pod, wire.decode_pod_list, wire.decode_event_list, wire.decode_node] + [wire.decode_pod] * 2
threads = [threading.Thread(target=first, args=(reader,)) for reader in readers]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
ROOT = Path(__file__).parents[3]
POD = ROOT / "tests" / "recordings" / "readiness-503" / "pod.json"


def shapes(root: type[WireStruct] = WireStruct) -> set[type[WireStruct]]:
    """Every shape that is defined anywhere."""
    return {kind for each in root.__subclasses__() for kind in {each, *shapes(each)}}


def test_every_shape_has_its_decoder_once_it_is_imported() -> None:
    """A decoder made at its first use would be made by whichever threads come first."""
    assert watched.WatchLine in shapes()
    assert shapes() - set(_DECODERS) == set()


@pytest.mark.parametrize("attempt", range(3))
def test_six_threads_may_be_the_first_to_decode(attempt: int) -> None:
    """The process that does nothing else ends well; with decoders made at first use it ended with SIGSEGV."""
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_USE, str(POD)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
