"""What log systems and sheets put around lines comes off; what is no envelope stays as it is."""

import json

import pytest

from workers.paste.split.envelopes import unwrapped_entries

LINES = ["panic: runtime error", "goroutine 1 [running]:"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"textPayload": line, "insertId": "1"} for line in LINES]),
        "\n".join(
            json.dumps({"jsonPayload": {"message": line}, "logName": "projects/p/logs/stderr"}) for line in LINES
        ),
        json.dumps({"hits": {"hits": [{"_source": {"message": line}} for line in LINES]}}),
        "\n".join(
            json.dumps({"log": f"{line}\n", "stream": "stderr", "time": "2025-06-11T05:12:09Z"}) for line in LINES
        ),
        "\n".join(json.dumps({"@timestamp": "2025-06-11T05:12:09Z", "message": line}) for line in LINES),
        json.dumps({"results": [{"@message": line} for line in LINES]}),
        "timestamp,message\n" + "".join(f'2025-06-11,"{line}"\n' for line in LINES),
        "".join(f'"{line}"\n' for line in LINES),
    ],
    ids=["cloud-logging", "json-payload", "elasticsearch", "docker", "logstash", "insights", "csv", "one-column"],
)
def test_the_lines_come_out_in_their_order(text: str) -> None:
    """Of each system that marks its entries."""
    assert unwrapped_entries(text).strip().split("\n") == LINES


def test_line_breaks_that_are_spelled_out_are_line_breaks() -> None:
    """Where they are most of the line breaks there are."""
    assert (
        unwrapped_entries("State: Waiting\\nReason: CrashLoopBackOff\\n\\tx")
        == "State: Waiting\nReason: CrashLoopBackOff\n\tx"
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"level":"error","msg":"cannot connect"}',
        '{"kind":"Pod","metadata":{"name":"web"}}',
        'user "a","b" not found',
        "grep '\\n' file\nanother line\nand one more",
    ],
    ids=["a program's own JSON", "an object", "a sentence", "a backslash in a log"],
)
def test_what_is_no_envelope_stays_as_it_is(text: str) -> None:
    """A program that logs JSON wrote those lines itself."""
    assert unwrapped_entries(text) == text
