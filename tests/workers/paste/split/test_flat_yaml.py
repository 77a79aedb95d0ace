"""YAML of an object that was copied as one line gets its lines and its indentation back."""

import pytest
import yaml

from workers.paste.split.flat_yaml import yaml_lines

POD = """
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  namespace: shop
  deletionTimestamp: "2025-03-20T10:00:00Z"
  finalizers:
  - example.com/cleanup
  - example.com/more
spec:
  nodeName: wk-1
  containers:
  - name: proxy
    image: acme/proxy:5
    lifecycle:
      preStop:
        exec:
          command: ["sh", "-c", "sleep 540"]
  - name: app
    image: acme/app:2
status:
  phase: Running
  containerStatuses:
  - name: app
    restartCount: 4
    state:
      waiting:
        reason: CrashLoopBackOff
        message: back-off 40s restarting failed container
    lastState:
      terminated:
        exitCode: 137
        reason: OOMKilled
  - name: proxy
    restartCount: 0
"""


def test_an_object_is_what_it_was() -> None:
    """Every key is back in the mapping it was in, and every entry in its list."""
    assert yaml.safe_load("\n".join(yaml_lines(" ".join(POD.split())))) == yaml.safe_load(POD)


@pytest.mark.parametrize(
    ("flat", "value"),
    [
        (
            "lastState: terminated: exitCode: 1 reason: OOMKilled finishedAt: x",
            {"lastState": {"terminated": {"exitCode": 1, "reason": "OOMKilled", "finishedAt": "x"}}},
        ),
        (
            "status: ... containerStatuses: ... state: terminated: exitCode: 0 reason: OOMKilled ... phase: Succeeded",
            {
                "status": {
                    "containerStatuses": {"state": {"terminated": {"exitCode": 0, "reason": "OOMKilled"}}},
                    "phase": "Succeeded",
                }
            },
        ),
        (
            "terminated: exitCode: 1 reason: Error message: cannot read key: value of config",
            {"terminated": {"exitCode": 1, "reason": "Error", "message": "cannot read key: value of config"}},
        ),
    ],
)
def test_a_piece_is_read_as_far_as_it_goes(flat: str, value: object) -> None:
    """Dots for what was left out are no value, and a word before a colon in a message is no key."""
    lines = yaml_lines(flat)

    assert _as_value(lines) == value


def _as_value(lines: list[str]) -> object:
    """As YAML; a value with a colon in it is quoted first."""
    quoted = [
        f"{key}: {value!r}" if ": " in value else line for line in lines for key, _, value in [line.partition(": ")]
    ]
    return yaml.safe_load("\n".join(quoted))


@pytest.mark.parametrize(
    "text",
    [
        "the pod is in state: waiting and the reason: nobody knows, message: none",
        "level=error msg: failed name: x kind: y status: z",
        "State: Waiting Reason: CrashLoopBackOff Last State: Terminated Exit Code: 137",
        "",
    ],
)
def test_a_sentence_and_a_log_line_are_no_object(text: str) -> None:
    """Without a key that only the API has nothing is taken apart."""
    assert yaml_lines(text) == []
