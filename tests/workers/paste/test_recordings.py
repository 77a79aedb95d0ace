"""The same recorded pod from its objects, its description and a person's paste; and pasted in every bad way."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workers.paste import read
from workers.snapshot import Snapshot

RECORDINGS = Path(__file__).parents[2] / "recordings"
SCENARIOS = sorted(path.parent.name for path in RECORDINGS.glob("*/paste.txt"))
WITH_POD = sorted(path.parent.name for path in RECORDINGS.glob("*/describe.txt") if (path.parent / "pod.json").exists())
LATER = frozenset({"image-repull-denied-after-restarts", "liveness-exec-missing-binary"})
"""Recorded a state later than their objects: between the two requests something happened."""


def recorded(scenario: str, form: str) -> list[Snapshot]:
    return read((RECORDINGS / scenario / form).read_text())


def told(snapshot: Snapshot) -> dict[str, Any]:
    """What every form of the same pod has to agree in."""
    pod = snapshot.pod
    return {
        "ref": snapshot.ref,
        "pod": pod and (pod.reason, pod.message.strip(), pod.node_name, pod.deleted_at is not None, pod.controller),
        "containers": [
            (
                one.name, one.waiting and one.waiting.reason, one.restarts, one.ready,
                one.liveness, one.readiness, one.startup,
                [(end.reason, end.code, end.seconds) for end in (one.terminated, one.last) if end],
                one.image, one.command, one.args, one.limits, one.requests, [mount.path for mount in one.mounts],
            )
            for one in snapshot.containers
        ],
    }  # fmt: skip


def pod_events(snapshot: Snapshot) -> list[tuple[str, str, str, int, str]]:
    return sorted(
        (event.reason, event.message.strip(), event.type, event.count, event.container or "")
        for event in snapshot.events or ()
        if event.kind == "Pod"
    )


def test_every_recording_has_its_forms() -> None:
    """The tests below have something to read."""
    assert len(SCENARIOS) > 100
    assert len(WITH_POD) > 90


@pytest.mark.parametrize("scenario", WITH_POD)
def test_objects_and_description_agree(scenario: str) -> None:
    """describe says the same of the pod, its containers, probes, ends and events as the API does."""
    (objects,), (description,) = recorded(scenario, "objects.txt"), recorded(scenario, "describe.txt")

    assert told(description) == told(objects)
    if scenario not in LATER:
        assert pod_events(description) == pod_events(objects)


def known(snapshots: list[Snapshot]) -> list[Any]:
    """Everything of a paste that no wrapping may change, spaces aside."""
    return [
        (
            told(one)["ref"], told(one)["pod"], [container[:8] for container in told(one)["containers"]],
            [tuple(re.sub(r"\s", "", str(part)) for part in event) for event in pod_events(one)],
            [(log.container, log.previous, [re.sub(r"\s", "", line) for line in log.lines if line.strip()])
             for log in one.logs or ()],
        )
        for one in snapshots
    ]  # fmt: skip


def each_line(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) for line in text.split("\n"))


def hard(width: int) -> Callable[[str], str]:
    return lambda text: "\n".join(
        line[at : at + width] for line in text.split("\n") for at in range(0, max(1, len(line)), width)
    )


WAYS: dict[str, Callable[[str], str]] = {
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "indented": each_line(lambda line: "    " + line),
    "quoted": each_line(lambda line: "> " + line),
    "colored": each_line(lambda line: f"\x1b[32m{line}\x1b[0m"),
    "escaped": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    "smart quotes": lambda text: re.sub(r'"([^"\n]*)"', "“\\1”", text),
    "fenced": lambda text: f"Hello, my pod is broken, please help:\n```\n{text}\n```\nany idea?",
    "in Chinese prose": lambda text: f"大家好，我的容器起不来：\n\n{text}\n\n请问怎么解决？",
    "in Japanese prose": lambda text: f"Pod が起動しません。\n\n{text}\n\nよろしくお願いします。",
    "wrapped at 80": hard(80),
    "wrapped at 120": hard(120),
    "single spaces": each_line(lambda line: re.sub(r"(?<=\S) +", " ", line)),
    "numbered": lambda text: "\n".join(f"{at:4} {line}" for at, line in enumerate(text.split("\n"), 1)),
    "every second line empty": lambda text: text.replace("\n", "\n\n"),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_lost(way: str) -> None:
    """A paste that went through terminals, chats and mail programs is read as the one that did not."""
    lost = [
        scenario
        for scenario in SCENARIOS
        if known(read(WAYS[way]((RECORDINGS / scenario / "paste.txt").read_text())))
        != known(recorded(scenario, "paste.txt"))
    ]

    assert lost == []


@pytest.mark.parametrize("way", ["indented", "wrapped at 80", "wrapped at 120", "carriage returns"])
def test_objects_survive_as_well(way: str) -> None:
    """JSON whose strings were broken by a terminal is put together again."""
    lost = [
        scenario
        for scenario in SCENARIOS
        if known(read(WAYS[way]((RECORDINGS / scenario / "objects.txt").read_text())))
        != known(recorded(scenario, "objects.txt"))
    ]

    assert lost == []


@pytest.mark.parametrize("way", ["unindented", "wrapped between words"])
def test_the_pod_survives_worse(way: str) -> None:
    """Without indentation, or wrapped between words, containers and their ends are still right."""
    ways = {
        "unindented": each_line(str.strip),
        "wrapped between words": lambda text: "\n".join(
            part for line in text.split("\n") for part in (textwrap.wrap(line, 80) or [""])
        ),
    }
    lost = [
        scenario
        for scenario in WITH_POD
        if [told(one)["containers"][:1] and told(one)["containers"][0][:8] for one in read(ways[way](text(scenario)))]
        != [told(one)["containers"][:1] and told(one)["containers"][0][:8] for one in read(text(scenario))]
    ]

    assert lost == []


def text(scenario: str) -> str:
    return (RECORDINGS / scenario / "describe.txt").read_text()
