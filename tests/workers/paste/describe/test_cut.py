"""Pieces of a description whose beginning was cut off."""

import pytest

from workers.container import Terminated
from workers.paste import read

STATE = """      Reason:       OOMKilled
      Exit Code:    137
    Restart Count:  28
"""


@pytest.mark.parametrize("before", ["", "my colleague says it is Redis, but:\n", "同事说是 Redis 的问题：\n"])
def test_a_reason_above_an_exit_code_belongs_to_it(before: str) -> None:
    """`Last State:` was not copied: the reason is that end's, whatever stands above."""
    (found,) = read(before + STATE)

    assert [container.last for container in found.containers] == [Terminated(reason="OOMKilled", code=137)]


def test_the_reason_of_a_pod_stays_the_pods() -> None:
    """With the pod's own fields above, `Reason:` is why it failed."""
    (found,) = read("Name: web\nStatus: Failed\nReason: Evicted\nMessage: The node was low on resource: memory.\n")

    assert found.pod and (found.pod.reason, found.containers) == ("Evicted", ())


def test_an_empty_list_of_events_was_looked_at() -> None:
    """kubectl's sentence for an empty list is not the same as events that were not pasted."""
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nstatus: {phase: Pending}\n"
    (found,) = read(f"{pod}\n$ kubectl get events\nNo resources found in shop namespace.\n")

    assert found.events == ()


def test_a_message_of_nothing_goes_on() -> None:
    """Found by fuzzing: a state that began between `Message:` and its next line has no message to go on with."""
    text = "Last State: Terminated\n  Message: a\nExit Code: 1\nMessage: b\n\n      State: Waiting\nExit Code:    128\n"

    assert read(text) != []
