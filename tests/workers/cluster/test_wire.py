"""The shapes read what an API server sends, and survive what nobody should send."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.cluster import wire

RECORDINGS = Path(__file__).parents[2] / "recordings"
OBJECTS = sorted(path for path in RECORDINGS.glob("*/*.json") if path.parent.name != "_cluster")


def _shape_of(plain: dict[str, Any]) -> type[wire.WireStruct] | None:
    if plain.get("kind") == "EventList":
        return wire.EventList
    return wire.KINDS.get(plain.get("kind", ""))


@pytest.mark.parametrize("data", [b"", b"nonsense", b"[]", b'"Pod"', b"null", b"[" * 100_000, b'{"spec":' * 100_000])
def test_what_is_no_object_is_unreadable(data: bytes) -> None:
    """One documented error for whatever is not a JSON object, hostile nesting included."""
    with pytest.raises(wire.Unreadable):
        wire.decode_pod(data)


@pytest.mark.parametrize("value", [None, [], "Pod", 3])
def test_a_mapping_that_is_none_is_unreadable(value: Any) -> None:
    """`from_mapping` raises the same error as `decode_pod`."""
    with pytest.raises(wire.Unreadable):
        wire.from_mapping(value, wire.V1Pod)


def test_a_field_of_a_wrong_type_is_dropped_alone() -> None:
    """The rest of the object survives a broken field, entry, label or time."""
    pod = wire.decode_pod(
        b"""{"metadata": {"name": "web", "labels": {"a": "1", "b": ["x"]}, "creationTimestamp": "yesterday"},
        "spec": {"containers": ["junk", null, {"name": "app", "command": "sh", "args": [1, "b"]}]},
        "status": {"phase": {}, "containerStatuses": [{"name": "app", "restartCount": 1e40, "ready": "x"}]}}"""
    )

    assert pod == wire.V1Pod(
        metadata=wire.Metadata(name="web", labels={"a": "1"}),
        spec=wire.PodSpec(containers=(wire.V1Container(name="app", args=("1", "b")),)),
        status=wire.PodStatus(container_statuses=(wire.ContainerStatus(name="app"),)),
    )


def test_null_is_the_default() -> None:
    """Go writes `null` for a nil list or time; it reads as if the field were not there."""
    pod = wire.decode_pod(b'{"metadata":{"creationTimestamp":null,"labels":null},"spec":{"containers":null},"x":1}')

    assert pod == wire.V1Pod()


@pytest.mark.parametrize("data", [b'{"metadata":{"name":"a\xff"}}', b'{"metadata":{"name":"a\\ud800"}}'])
def test_stray_bytes_do_not_lose_the_object(data: bytes) -> None:
    """Invalid UTF-8 and lone surrogates become replacement characters that can be encoded again."""
    assert wire.decode_pod(data).metadata.name.encode()[:1] == b"a"


def test_a_number_of_ten_thousand_digits_is_dropped() -> None:
    """Python refuses to print such a number, so it must not get further."""
    status = wire.decode(b'{"name":"a","restartCount":' + b"9" * 10_000 + b"}", wire.ContainerStatus)

    assert status == wire.ContainerStatus(name="a")
    assert wire.from_mapping({"name": "a", "restartCount": 10**5000}, wire.ContainerStatus) == status


def test_what_yaml_makes_of_unquoted_values_is_text_again() -> None:
    """An unquoted `true`, port, or date in pasted YAML is still the string that the API would have held."""
    container = wire.from_mapping(
        {"name": 8080, "env": [{"name": "DEBUG", "value": True}, {"name": "DAY", "value": datetime(2026, 1, 2)}]},
        wire.V1Container,
    )

    assert container == wire.V1Container(
        name="8080",
        env=(wire.V1EnvVar(name="DEBUG", value="true"), wire.V1EnvVar(name="DAY", value="2026-01-02T00:00:00")),
    )


def test_a_port_is_a_number_or_a_name_and_a_quantity_a_string_or_a_number() -> None:
    """Both spellings the API allows are kept as they are."""
    container = wire.decode(
        b'{"livenessProbe":{"httpGet":{"port":"http"}},"readinessProbe":{"tcpSocket":{"port":80}},'
        b'"resources":{"limits":{"cpu":1,"memory":"1Gi"}}}',
        wire.V1Container,
    )

    assert (
        container.liveness_probe is not None
        and container.liveness_probe.http_get is not None
        and container.liveness_probe.http_get.port == "http"
    )
    assert (
        container.readiness_probe is not None
        and container.readiness_probe.tcp_socket is not None
        and container.readiness_probe.tcp_socket.port == 80
    )
    assert container.resources.limits == {"cpu": 1, "memory": "1Gi"}


def test_both_shapes_of_an_event_are_read() -> None:
    """`core/v1` and `events.k8s.io/v1` name the same things differently."""
    old = wire.decode(
        b'{"involvedObject":{"kind":"Pod","fieldPath":"spec.containers{web}"},"message":"m","count":3}', wire.V1Event
    )
    new = wire.decode(
        b'{"regarding":{"kind":"Pod"},"note":"m","deprecatedCount":3,"eventTime":"2026-11-21T01:39:52.5Z",'
        b'"series":{"count":7,"lastObservedTime":"2026-11-21T01:40:00Z"}}',
        wire.V1Event,
    )

    assert old.involved_object is not None and old.involved_object.field_path == "spec.containers{web}"
    assert (old.message, old.count) == ("m", 3)
    assert (new.note, new.deprecated_count) == ("m", 3)
    assert new.event_time == datetime(2026, 11, 21, 1, 39, 52, 500_000, tzinfo=UTC)
    assert new.series is not None and new.series.count == 7


def test_neither_wire_nor_parse_loads_the_kubernetes_client() -> None:
    """The paste reader uses both, and `whypod -` must not pay for a client it has no use for."""
    script = "import sys, workers.cluster.parse; sys.exit('kubernetes' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], cwd=RECORDINGS.parents[1], check=False).returncode == 0


def test_values_of_a_config_map_are_never_decoded() -> None:
    """Only the keys are of interest; the values stay raw bytes."""
    config_map = wire.decode(b'{"data":{"a":"secret","b":"x"},"binaryData":{"c":"eA=="}}', wire.ConfigMap)

    assert (sorted(config_map.data), sorted(config_map.binary_data)) == (["a", "b"], ["c"])
    assert "secret" not in repr(config_map)


def test_objects_of_any_kind_come_out_in_order() -> None:
    """Single objects, mixed Lists and typed lists without kinds; what has no shape is passed over."""
    mixed = {"kind": "List", "items": [{"kind": "Pod"}, {"kind": "Service"}, 3, {"kind": "Event"}, {"kind": ["x"]}]}

    assert list(wire.objects(mixed)) == [wire.V1Pod(), wire.V1Event()]
    assert list(wire.objects({"kind": "PodList", "items": [{"metadata": {"name": "a"}}]})) == [
        wire.V1Pod(metadata=wire.Metadata(name="a"))
    ]
    assert list(wire.objects({"kind": "Job"})) == [wire.Job()]
    nothing: tuple[Any, ...] = (None, [], "x", {}, {"kind": "PodList"}, {"kind": 3})
    assert [list(wire.objects(value)) for value in nothing] == [[]] * 6


@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_recording_reads_the_same_by_every_way(path: Path) -> None:
    """The fast pass takes real objects as they are, and mappings come out equal."""
    data = path.read_bytes()
    plain = json.loads(data)
    kind = _shape_of(plain)
    if kind is None:
        assert plain.get("kind") in {None, "ResourceQuota", "PersistentVolume", "PodDisruptionBudget", "LimitRange"}
        return

    assert wire.decode(data, kind) == wire.from_mapping(plain, kind)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_value_anywhere_in_a_pod_raises(data: st.DataObject) -> None:
    """Whatever stands in place of whichever field, the pod is read and its name survives unless it was the victim."""
    pod = json.loads((RECORDINGS / "abort-as-pid1" / "pod.json").read_text())
    node: Any = pod
    path: list[Any] = []
    while isinstance(node, dict | list) and node and (not path or data.draw(st.booleans())):
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node)))))
        path.append((node, key))
        node = node[key]
    parent, key = path[-1]
    parent[key] = data.draw(JSON)

    read = wire.from_mapping(pod, wire.V1Pod)

    assert isinstance(read, wire.V1Pod)
    if path[0][1] != "metadata":
        assert read.metadata.name
