"""Damaged pastes and API objects: always an answer that Slack takes, never an exception; in a long run never slow."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.views.answer import answer_message
from core.messages.answer import ANSWER
from deploy.sandbox.slack.blocks.blocks import message_problems
from knowledge.library import library
from knowledge.when import Leaf, leaves
from tests.fuzz.mutations import TESTS, damaged, damaged_object, hostile, texts
from workers.bounds import bounded
from workers.cluster import parse, wire
from workers.diagnosis import diagnose
from workers.paste import LARGEST, PasteTooLarge, read
from workers.pasted import explained
from workers.redact import redact
from workers.snapshot import Snapshot

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DRAWN = 25
"""One case in so many is drawn for Slack as well: drawing costs more than explaining."""


def explain(snapshots: list[Snapshot], number: int) -> None:
    """From snapshots to what crosses Redis and, now and then, to the message."""
    found = bounded(explained([redact(each) for each in snapshots[:1]], lambda s, t: diagnose(s, library(), t), ""))
    text = found.model_dump_json()
    if number % DRAWN == 0:
        for language in ("en", "zh"):
            assert message_problems(answer_message(ANSWER.validate_json(text), language, "q1").as_arguments()) == (
                "",
                [],
            )


def test_damaged_pastes(run) -> None:
    """Cut, spliced, shuffled, wrapped, joined, prefixed and sprinkled with what terminals and attackers leave."""
    seeds = texts()
    run.each(lambda number: explain(read(damaged(seeds, number), NOW), number))

    assert run.slow == []


def test_text_made_to_keep_one_pattern_busy(run) -> None:
    """Every pattern of the catalogue against lines of its own words: costs no more than other text."""
    patterns = [
        regex.pattern
        for cause in library().causes.values()
        for leaf in leaves(cause.when)
        if isinstance(leaf, Leaf)
        for _, regex in leaf.texts
    ]
    run.each(lambda number: explain(read(hostile(patterns, number), NOW), number), step=10)

    assert run.slow == []


KINDS = {"pod": wire.V1Pod, "node": wire.V1Node, "event": wire.V1Event, "deployment": wire.Deployment, "job": wire.Job}


def objects(name: str) -> list[object]:
    """Recorded objects of one kind."""
    if name == "node":
        return list(json.loads((TESTS / "recordings" / "_cluster" / "nodes.json").read_text())["items"])
    if name == "event":
        paths = sorted(TESTS.glob("recordings/*/events.json"))
        return [item for path in paths for item in json.loads(path.read_text())["items"]]
    return [json.loads(path.read_text()) for path in sorted(TESTS.glob(f"recordings/*/{name}.json"))]


def test_damaged_objects(run) -> None:
    """Whatever a server sends as a pod, its node, an event or an owner: read as far as possible, and explained."""
    seeds = {name: objects(name) for name in KINDS}

    def act(number: int) -> None:
        shapes = {}
        for name, kind in KINDS.items():
            try:
                shapes[name] = wire.decode(json.dumps(damaged_object(seeds[name], number)).encode(), kind)
            except wire.Unreadable:
                return
        pod = parse.pod(shapes["pod"])
        seen = Snapshot(
            observed_at=NOW,
            pod=pod,
            containers=parse.containers(shapes["pod"]),
            events=parse.events([shapes["event"]]),
            node=parse.node(shapes["node"]),
            owners=(parse.owner(shapes["deployment"]), parse.owner(shapes["job"])),
            siblings=(parse.sibling(shapes["pod"]),),
        )
        explain([seen], number)

    run.each(act)

    assert run.slow == []


def test_the_largest_paste_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    """4 MB of real text; one byte more is refused by name, not cut in silence."""
    text = "\n".join(texts())
    text = (text * (LARGEST // len(text) + 1))[:LARGEST].encode("ascii", "replace").decode()
    explain(read(text, NOW), 1)

    with pytest.raises(PasteTooLarge, match="at most 4194304 bytes"):
        read(text + "x", NOW)
