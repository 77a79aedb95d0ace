"""What `kubectl get` shows, against what the real server showed when the recordings were made."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from deploy.sandbox.cluster.objects.resources import EVENTS
from deploy.sandbox.cluster.tables import pods, table
from deploy.sandbox.cluster.tables.durations import human, since

RECORDINGS = Path(__file__).parents[2] / "recordings"
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
# early-* and late-* were recorded in another second than their table; the others were checked to be of one state.
SHOWN = sorted(path for path in RECORDINGS.glob("*/*get.txt") if not path.name.startswith(("early-", "late-")))


@pytest.mark.parametrize("shown", SHOWN, ids=[f"{path.parent.name}/{path.name}" for path in SHOWN])
def test_ready_status_and_restarts_equal_what_kubectl_showed(shown: Path) -> None:
    """The STATUS column is computed by the server from many fields; every recorded one comes out the same."""
    heading, row = shown.read_text().splitlines()
    starts = [heading.index(name) for name in ("READY", "STATUS", "RESTARTS", "AGE")]
    wanted = [row[start:end].strip() for start, end in pairwise(starts)]
    pod = json.loads(shown.with_name(shown.name.replace("get.txt", "pod.json")).read_text())

    without_age = [re.sub(r" \(.*", "", text) for text in (wanted[2], pods.restarts(pod, NOW))]
    assert [pods.ready(pod), pods.status(pod)] == wanted[:2]
    assert without_age[0] == without_age[1]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "<invalid>"),
        (-0.5, "0s"),
        (0, "0s"),
        (119, "119s"),
        (120, "2m"),
        (128, "2m8s"),
        (599, "9m59s"),
        (600, "10m"),
        (3 * 3600 - 1, "179m"),
        (3 * 3600, "3h"),
        (3 * 3600 + 60, "3h1m"),
        (8 * 3600, "8h"),
        (47 * 3600, "47h"),
        (48 * 3600, "2d"),
        (49 * 3600, "2d1h"),
        (8 * 86400, "8d"),
        (2 * 365 * 86400, "2y"),
        (2 * 365 * 86400 + 86400, "2y1d"),
        (8 * 365 * 86400, "8y"),
    ],
)
def test_durations_are_written_as_kubectl_writes_them(seconds: float, text: str) -> None:
    """Every step at which the unit changes."""
    assert human(seconds) == text


def test_no_time_is_unknown() -> None:
    """An event without any time."""
    assert since(None, NOW) == "<unknown>"


def test_an_event_is_one_row() -> None:
    """The scheduler's newer events have eventTime instead of counts; both forms give a row."""
    recorded = json.loads((RECORDINGS / "liveness-404" / "events.json").read_text())["items"][0]

    shown = table(EVENTS, [{"kind": "Event", **recorded}], {}, "None", datetime(2026, 11, 21, 1, 53, tzinfo=UTC))

    assert recorded["eventTime"] and not recorded["lastTimestamp"]
    assert [column["name"] for column in shown["columnDefinitions"] if not column["priority"]] == [
        "Last Seen",
        "Type",
        "Reason",
        "Object",
        "Message",
    ]
    assert shown["rows"][0]["cells"][1:4] == ["Normal", "Scheduled", f"pod/{recorded['involvedObject']['name']}"]
    assert shown["rows"][0]["object"] is None
