"""What stands for the API server, the diagnosis and Slack in a scenario; small real classes."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from core.messages.report import Evidence, Finding, PodRef, Report
from tests.incidents.simulated_pods import START, clock
from workers.watcher.cache.owners import Owners
from workers.watcher.cache.view import Fate
from workers.watcher.incidents.diagnoses import Diagnosis, DiagnosisRequest


class World(Protocol):
    """What they ask of the scenario."""

    now: float
    fates: dict[str, Fate]


class Fates(Owners):
    """Owners that know by themselves what became of a workload."""

    def __init__(self, world: World) -> None:
        super().__init__(None, lambda confirmed: None)
        self._world = world

    def fate(self, key: Any) -> Fate:
        return self._world.fates.get(f"{key.namespace}/{key.name}", "there")


class NoFollower:
    """Stands for the thread that reads the watch."""

    @dataclass
    class Scope:
        namespace: str = ""

    scope = Scope()

    def stop(self) -> None:
        """Nothing runs."""


@dataclass
class Answer:
    """What the SDK returns."""

    data: dict[str, Any]


@dataclass
class Slack:
    """Takes every call and notes the messages people hear, and the edits that change a message's first sign."""

    world: World
    heard: list[str] = field(default_factory=list)
    per_message: dict[str, int] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def api_call(self, method: str, json: dict[str, Any]) -> Answer:
        """chat.postMessage and chat.update."""
        text, at = json["text"], clock(self.world.now - START)
        if method == "chat.update":
            ts = json["ts"]
            if text[0] != self.signs[ts]:
                self.heard.append(f"{at} edit {text}")
                self.signs[ts] = text[0]
            self.texts[ts] = text
            return Answer({"ok": True, "channel": "C1", "ts": ts})
        parent = json.get("thread_ts")
        if parent:
            self.per_message[parent] += 1
            self.heard.append(f"{at} reply {text}")
            return Answer({"ok": True, "channel": "C1", "ts": "0"})
        ts = f"{len(self.signs) + 1}.0"
        self.signs[ts], self.texts[ts], self.per_message[ts] = text[0], text, 1
        self.heard.append(f"{at} post {text}")
        return Answer({"ok": True, "channel": "C1", "ts": ts})


class Diagnoses:
    """Stands for the diagnosis: a scenario says what each workload's is."""

    def __init__(self, causes: dict[str, dict[str, Any]]) -> None:
        self._causes, self._done = causes, list[tuple[str, Diagnosis]]()

    def submit(self, requests: tuple[DiagnosisRequest, ...]) -> None:
        """Answered at the next step."""
        self._done = [(one.incident, Diagnosis(self._report(one.ref))) for one in requests]

    def finished(self) -> list[tuple[str, Diagnosis]]:
        """The answers."""
        done, self._done = self._done, []
        return done

    def _report(self, ref: PodRef) -> Report | None:
        diagnosis = next(
            (cause for name, cause in self._causes.items() if f"{ref.namespace}/{ref.name}".startswith(name)), None
        )
        if diagnosis is None:
            return None
        evidence = (Evidence(source="previous-log", quote=diagnosis["log"]),)
        finding = Finding(
            cause=diagnosis["cause"],
            detail=diagnosis["cause"],
            confidence="likely",
            container="app",
            evidence=evidence,
            values={"line": diagnosis["log"]},
        )
        return Report(target=str(ref), ref=ref, findings=(finding,))
