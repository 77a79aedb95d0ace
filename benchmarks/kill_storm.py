"""`python benchmarks/kill_storm.py --kills 50`: an alert storm while watchers, poster and Redis are killed with -9.

A sandbox of its own with a second watcher; workloads begin to crash-loop one after the other, and at random one of
the leading watcher, the poster and Redis is killed. In the end the local Slack is asked what stands in #oncall. Before
that, without kills: how long the first message takes. It lasts six minutes, so without `--kills` it does nothing.
"""

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.storm import Storm, sandbox, until

MEASURED = 12
"""Jumps whose first message is timed."""
APART = 6.0
"""Seconds between two of those: more than the three in which neighbors are waited for."""
PAUSES = (2.0, 7.0)
"""Seconds between two kills: 50 are four minutes, and whoever was killed mostly works again before its next turn."""
BEAT = 15.0
"""Seconds between two restarts of everything that crash-loops, so that there are edits and replies to lose."""
PATIENCE = 180.0
"""Seconds after the last kill until what is missing counts as lost: 30 messages and their replies at one a second,
twelve until another watcher leads, and the longest of the poster's pauses."""
CALM = 20.0
"""Seconds without a message after which nothing more is expected."""
VICTIMS = ("watcher", "deliver", "redis")


def delays(storm: Storm) -> list[float]:
    """Seconds from the third restart to the message, workload for workload, nobody being killed."""
    names = [f"timed-{number:02d}" for number in range(MEASURED)]
    storm.make(names)
    time.sleep(2.0)
    found = []
    for name in names:
        began = storm.jump(name)
        said = until(partial(_about, storm, name), 30.0)
        found.append(float(said[0]["ts"]) - began if said else 30.0)
        time.sleep(max(0.0, APART - (time.time() - began)))
    return found


def _about(storm: Storm, name: str) -> list[dict[str, Any]]:
    return [one for one in storm.messages() if name in one["text"]]


def kill(storm: Storm, kills: int, chance: random.Random, done: threading.Event) -> Counter[str]:
    """Kill so many times; whom how often."""
    killed: Counter[str] = Counter()
    while sum(killed.values()) < kills:
        time.sleep(chance.uniform(*PAUSES))
        wanted, there = chance.choice(VICTIMS), storm.pids()
        if wanted not in there:  # nobody leads just now, or it is about to be started again
            continue
        try:
            os.kill(there[wanted], signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed[wanted] += 1
        sys.stderr.write(f"\rkilled {sum(killed.values())}")
    done.set()
    return killed


def rage(storm: Storm, names: list[str], seconds: float, done: threading.Event) -> None:
    """A third breaks at once, the others one by one over `seconds`; all go on restarting until `done`."""
    at_once = len(names) // 3
    for name in names[:at_once]:
        storm.jump(name)
    waiting, began, beat = names[at_once:], time.monotonic(), time.monotonic()
    every = seconds / max(1, len(waiting))
    while waiting or not done.wait(1.0):
        if waiting and time.monotonic() - began >= every * (len(names) - at_once - len(waiting)):
            storm.jump(waiting.pop(0))
        if time.monotonic() - beat > BEAT:
            beat = time.monotonic()
            for name in names[: len(names) - len(waiting)]:
                storm.restart(name)
        time.sleep(0.2)


def settle(storm: Storm, names: list[str]) -> None:
    """Wait until every workload has its message and its reply and nothing more comes."""
    end, calm, before = time.monotonic() + PATIENCE, time.monotonic(), -1
    while time.monotonic() < end:
        said = storm.messages()
        if len(said) != before:
            before, calm = len(said), time.monotonic()
        there = all(any(name in one["text"] for one in said) for name in names)
        replies = sum(one.get("thread_ts", one["ts"]) != one["ts"] for one in said)
        if there and replies >= len(storm.replied()) and time.monotonic() - calm > CALM:
            return
        time.sleep(1.0)


def count(storm: Storm, names: list[str], killed: Counter[str]) -> int:
    """Print what stands in the channel; how many messages are missing or too many."""
    said = storm.messages()
    roots = [one for one in said if one.get("thread_ts", one["ts"]) == one["ts"]]
    replies = Counter(one["thread_ts"] for one in said if one.get("thread_ts", one["ts"]) != one["ts"])
    found = {name: [one for one in roots if name in one["text"]] for name in names}
    twins = Counter(
        (one["thread_ts"], one["text"]) for one in said if one.get("thread_ts", one["ts"]) != one["ts"]
    )  # the same sentence twice in a thread
    lost = sum(not each for each in found.values())
    twice = sum(max(0, len(each) - 1) for each in found.values())
    rest = len(roots) - sum(len(each) for each in found.values()) - MEASURED
    for victim in VICTIMS:
        figure(f"kill-storm-killed-{victim}", killed[victim], "times")
    figure("kill-storm-incidents", len(names), "incidents")
    figure("kill-storm-messages", sum(len(each) for each in found.values()), "messages")
    figure("kill-storm-lost", lost, "incidents")
    figure("kill-storm-twice", twice, "messages")
    figure("kill-storm-others", rest, "messages")
    late = len(storm.replied()) - sum(replies.values()) + sum(each - 1 for each in twins.values())
    figure("kill-storm-replies", sum(replies.values()), "messages")
    figure("kill-storm-replies-lost", late, "messages")
    figure("kill-storm-replies-twice", sum(each - 1 for each in twins.values()), "messages")
    figure("kill-storm-most-of-one-incident", 1 + max(replies.values(), default=0), "messages")
    return lost + twice + rest + late + sum(each - 1 for each in twins.values())


def figure(name: str, value: float, unit: str) -> None:
    """One line."""
    print(f"{name} {value:g} {unit}", flush=True)


def main() -> int:
    """Print the figures; 1 when a message is missing or was posted twice."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=0, help="how many; 50 take about four minutes")
    options.add_argument("--workloads", type=int, default=30)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    options.add_argument("--keep", type=Path, help="a new folder for the state and the logs, which stays")
    given = options.parse_args()
    if not given.kills:
        sys.stderr.write("kill-storm: only with --kills 50, since it takes six minutes\n")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with sandbox(folder) as storm:
            return run(storm, given.kills, [f"broken-{number:02d}" for number in range(given.workloads)], given.seed)


def run(storm: Storm, kills: int, names: list[str], seed: int) -> int:
    """Time the first messages, then the storm."""
    figure("kill-storm-seed", seed, "seed")
    until(lambda: "watcher" in storm.pids(), 60.0)
    took = delays(storm)
    hundredths = statistics.quantiles(took, n=100, method="inclusive")
    figure("first-message-p50", round(hundredths[49], 2), "s")
    figure("first-message-p95", round(hundredths[94], 2), "s")
    figure("first-message-longest", round(max(took), 2), "s")
    storm.make(names)
    time.sleep(2.0)
    done = threading.Event()
    raging = threading.Thread(target=rage, args=(storm, names, kills * sum(PAUSES) / 2 * 0.8, done))
    raging.start()
    killed = kill(storm, kills, random.Random(seed), done)
    raging.join()
    settle(storm, names)
    return 1 if count(storm, names, killed) else 0


if __name__ == "__main__":
    sys.exit(main())
