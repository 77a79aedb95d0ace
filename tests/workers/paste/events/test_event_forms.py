"""Events outside kubectl's tables of today."""

import pytest

from workers.paste.events.forms import headed, in_columns, keyed, logged, own_columns, untyped_row
from workers.paste.parsed import ParsedEvent
from workers.paste.split.unwrap import unwrapped
from workers.snapshot import Event

NO_NODE = "0/3 nodes are available: 3 Insufficient cpu."


@pytest.mark.parametrize("line", ["Started: Mon, 04 Mar 2024", "ValueError: bad value", "Failed: no reason given", ""])
def test_headed_by_no_reason(line: str) -> None:
    """A field of describe or a program's error is no event."""
    assert headed(line) is None


def test_reason_and_colon() -> None:
    """People write the reason before the message, with a colon."""
    told = headed(f"FailedScheduling: {NO_NODE}")
    assert told == ParsedEvent(Event(reason="FailedScheduling", message=NO_NODE, type="Warning"))


def test_other_klog_lines() -> None:
    """A line of klog that reports no event gives none."""
    assert logged('I0412 08:11:02.113842 1 event.go:389] "Something else" object="shop/web-0"') is None


def test_reported_by_client_go() -> None:
    """client-go logs what it reports, in words of its own, new and old."""
    new = (
        'I0412 08:11:02.113842       1 event.go:389] "Event occurred" object="shop/web-0" '
        'fieldPath="spec.containers{web}" kind="Pod" apiVersion="v1" type="Warning" reason="Unhealthy" '
        'message="Liveness probe failed: Get \\"http://10.0.0.1/\\": EOF"'
    )
    old = (
        "I0412 08:11:02.113842       1 event.go:221] Event(v1.ObjectReference{"
        'Kind:"Pod", Namespace:"shop", Name:"web-0", UID:"2a", APIVersion:"v1", ResourceVersion:"24", '
        "FieldPath:\"spec.containers{web}\"}): type: 'Warning' reason: 'Unhealthy' "
        'Liveness probe failed: Get "http://10.0.0.1/": EOF'
    )
    event = Event(
        reason="Unhealthy", type="Warning", name="web-0", container="web",
        message='Liveness probe failed: Get "http://10.0.0.1/": EOF',
    )  # fmt: skip
    assert [logged(new), logged(old)] == [ParsedEvent(event, "shop")] * 2


def test_row_without_braces() -> None:
    """Without a source in braces a row of words and numbers is no event."""
    assert untyped_row("21m   3m   14   web-0   Pod   something   Else   here") is None


def test_row_of_the_first_tables() -> None:
    """kubectl up to 1.2 had no column for the type, and the source stood in braces."""
    row = (
        "21m   3m   14   web-0   Pod   spec.containers{web}   Unhealthy   {kubelet node-1}   Liveness probe failed: EOF"
    )
    event = Event(
        reason="Unhealthy", message="Liveness probe failed: EOF", type="Warning", count=14, component="kubelet",
        name="web-0", container="web", age_seconds=180.0,
    )  # fmt: skip
    assert untyped_row(row) == ParsedEvent(event, "", 1260.0)


def test_kubectls_own_columns() -> None:
    """kubectl's own table is read as such, and a header of pods is none of events."""
    assert own_columns("LAST SEEN   TYPE   REASON   OBJECT   MESSAGE") == []
    assert own_columns("NAME   READY   STATUS   RESTARTS   AGE") == []


def test_columns_of_ones_own() -> None:
    """With `-o custom-columns` the header tells which cell is what."""
    columns = own_columns("LASTSEEN               TYPE      REASON      OBJECT   MESSAGE")
    row = f"2024-03-04T10:00:00Z   Warning   FailedScheduling   web-0   {NO_NODE}"
    event = Event(reason="FailedScheduling", message=NO_NODE, type="Warning", name="web-0")
    assert in_columns(columns, row) == ParsedEvent(event)


def test_short_row() -> None:
    """A row with fewer cells than the header is none of its table."""
    assert in_columns(["REASON", "OBJECT", "MESSAGE"], "FailedScheduling   web-0") is None


def test_table_of_conditions_stays_apart() -> None:
    """Rows of conditions as long as each other were not broken by a terminal."""
    lines = [
        "Type    Status  LastHeartbeatTime                Reason           Message-----------",
        "----    ------  -----------------                ------           ------------------",
        "Ready   False   Mon, 04 Mar 2024 10:00:00 +0000  KubeletNotReady  container runtime!",
    ]
    assert unwrapped(lines) == lines


def test_pairs_of_a_program() -> None:
    """A program's own `reason=` is no event."""
    assert keyed('level=warn type=cache reason=Evicted msg="entry dropped"') is None


def test_pairs_of_a_collector() -> None:
    """Collectors log events in pairs of key and value."""
    line = f'name=web-0 kind=Pod namespace=shop reason=FailedScheduling type=Warning msg="{NO_NODE}"'
    event = Event(reason="FailedScheduling", message=NO_NODE, type="Warning", name="web-0")
    assert keyed(line) == ParsedEvent(event, "shop")


def test_row_with_dates() -> None:
    """kubectl 1.0 printed dates, and the reasons of that time began with a small letter."""
    row = (
        "Wed, 03 Jun 2015 11:43:32 -0700   Wed, 03 Jun 2015 11:46:35 -0700 6   {scheduler }            "
        "failedScheduling    Failed for reason PodFitsResources and possibly others"
    )
    event = Event(
        reason="FailedScheduling", message="Failed for reason PodFitsResources and possibly others", type="Warning",
        count=6, component="scheduler",
    )  # fmt: skip
    assert untyped_row(row) == ParsedEvent(event)
