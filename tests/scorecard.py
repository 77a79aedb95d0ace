"""How often the answer is right, from the project's own fixtures: `python -m tests.scorecard` writes docs/scorecard.md.

It must not judge anything else: what a case is labelled with is its author's word, and a miss stays listed.
A case counts as right when the first finding's cause is the labelled one or one of its `also_acceptable`; where
`healthy.*` is expected, also when nothing is found.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from core.messages.model import CONFIDENCES
from core.messages.report import Report
from deploy.sandbox.cluster.background import background
from deploy.sandbox.cluster.kubeconfig import write_kubeconfig
from deploy.sandbox.cluster.options import ClusterOptions
from knowledge.cause import LOADER
from knowledge.library import library
from knowledge.target import parse
from workers.cluster.connect import Clusters
from workers.diagnosis import diagnose
from workers.fetch import fetch
from workers.paste import read
from workers.redact import redact
from workers.snapshot import Snapshot

TESTS = Path(__file__).parent
RECORDINGS = TESTS / "recordings"
PASTES = TESTS / "pastes"
WORDINGS = TESTS / "wordings"
PAGE = TESTS.parent / "docs" / "scorecard.md"

FORMS = {
    "objects": ("objects.txt", "recorded pods, `kubectl get -o json` of everything around them"),
    "paste": ("paste.txt", "recorded pods, `kubectl describe` and the previous log, pasted"),
    "describe": ("describe.txt", "recorded pods, `kubectl describe` alone: no log"),
}


@dataclass(frozen=True)
class Answered:
    """One case and what was said first; `said` and `confidence` are empty when nothing was found."""

    name: str
    wanted: str
    acceptable: frozenset[str]
    said: str = ""
    confidence: str = ""

    @property
    def right(self) -> bool:
        """See the module's first lines."""
        if self.wanted.startswith("healthy.") and (not self.said or self.said.startswith("healthy.")):
            return True
        return self.said in self.acceptable


@dataclass(frozen=True)
class Access:
    """What `Clusters` reads of the worker's settings."""

    kubeconfig: str
    clusters: str = ""
    cluster_timeout: float = 5.0


def pasted(text: str) -> Report | None:
    """The report on the pod of a text that is most in trouble."""
    snapshots = read(text, datetime.now(UTC))
    return diagnose(redact(snapshots[0]), library()) if snapshots else None


def pastes() -> list[Answered]:
    """Every case of tests/pastes."""
    cases = [(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(PASTES.glob("*.yaml"))]
    return [_answered(name, case, pasted(case["input"])) for name, case in cases]


def wordings() -> list[Answered]:
    """Every case of tests/wordings: a file for each family, with a list of cases."""
    found = []
    for path in sorted(WORDINGS.glob("*.yaml")):
        cases = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        found += [_answered(f"{path.stem}/{case['id']}", case, pasted(case["input"])) for case in cases]
    return found


def emitters(held: bool) -> list[Answered]:
    """Messages of tests/emitters: those held back, or the others."""
    from tests.emitters.table import answered, questions  # which needs what stands above

    return [answered(question) for question in questions() if question.held is held]


def recordings(form: str) -> list[Answered]:
    """Every recording that has this form."""
    file = FORMS[form][0]
    return [
        _answered(folder.name, label, pasted((folder / file).read_text(encoding="utf-8")))
        for folder, label in _labels()
        if (folder / file).exists()
    ]


def live() -> list[Answered]:
    """Every recording served by the local cluster and asked as `whypod namespace/pod`."""
    with (
        background(ClusterOptions(recordings=RECORDINGS, live=False)) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        write_kubeconfig(Path(folder) / "config", {"recorded": server.url})
        clusters = Clusters(Access(str(Path(folder) / "config")))
        return [_answered(name, label, _looked(clusters, asked)) for name, label, asked in _asked()]


def _looked(clusters: Clusters, asked: str) -> Report | None:
    seen = fetch(clusters, parse(asked))
    return diagnose(seen, library()) if isinstance(seen, Snapshot) else None


def _asked() -> Iterator[tuple[str, dict[str, Any], str]]:
    """What a person would ask about: the pod, or the workload where there never was one."""
    for folder, label in _labels():
        for kind in ("pod", "deployment", "job"):
            if (folder / f"{kind}.json").exists():
                metadata = json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))["metadata"]
                within = "" if kind == "pod" else f"{kind}/"
                yield folder.name, label, f"{metadata['namespace']}/{within}{metadata['name']}"
                break


def _labels() -> list[tuple[Path, dict[str, Any]]]:
    files = sorted(RECORDINGS.glob("*/label.yaml"))
    return [(file.parent, yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]


def _answered(name: str, case: dict[str, Any], report: Report | None) -> Answered:
    acceptable = frozenset({case["cause"], *(case.get("also_acceptable") or [])})
    if report is None or not report.findings:
        return Answered(name, case["cause"], acceptable)
    return Answered(name, case["cause"], acceptable, report.findings[0].cause, report.findings[0].confidence)


def share(part: int, whole: int) -> str:
    """`98.7 %`; a dash for none of none."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def page(sets: dict[str, tuple[str, list[Answered]]], today: str) -> str:
    """The whole page. `sets`: name to what it is and its answers."""
    unseen = {name: answers for name, answers in sets.items() if name in UNSEEN}
    fitted = {name: answers for name, answers in sets.items() if name not in UNSEEN}
    lines = [
        "# Scorecard",
        "",
        "How often the first finding is right, measured by `make scorecard`. A test keeps this page from going stale.",
        "",
        f"{today}, knowledge {library().version}, {len(library().causes)} cause files.",
        "",
        "## Text no cause was written against",
        "",
        "Messages of other projects' programs, held back by the hash of their names before causes for them were",
        "written. They are single messages with known sources; expect less of a page of prose. What is missed is not",
        "listed, so that nobody writes a cause for it.",
        "",
        *_table(unseen),
        "",
        "## The project's own fixtures",
        "",
        "These cases are known while causes are written: they show that nothing is lost, not what to expect on yours.",
        "",
        *_table(fitted),
        "",
        "## By family, own pasted cases",
        "",
        "| family | cases | right |",
        "|---|---|---|",
        *_families(sets["pastes"][1]),
        "",
        "## Misses by name, own fixtures",
        "",
        "Where `describe` alone is given and only the log would tell, the honest answer is that the program ended",
        "with an error of its own; it counts as a miss here all the same.",
        "",
        *[_miss(name, answer) for name, (_, answers) in fitted.items() for answer in answers if not answer.right],
        "",
    ]
    return "\n".join(lines)


def _table(sets: dict[str, tuple[str, list[Answered]]]) -> list[str]:
    """What is right, and what its confidence is worth."""
    everything = [answer for _, answers in sets.values() for answer in answers]
    return [
        "| asked with | cases | right | certain and wrong |",
        "|---|---|---|---|",
        *[_row(name, what, answers) for name, (what, answers) in sets.items()],
        "",
        "| it said | times | right |",
        "|---|---|---|",
        *[_calibration(word, everything) for word in (*CONFIDENCES, "")],
        "",
        f"Brier score {brier(everything):.3f}, where `certain` stands for {MEANT['certain']:.2f}, `likely` for "
        f"{MEANT['likely']:.2f} and `possible` for {MEANT['possible']:.2f}: 0 is perfect, 0.25 a coin's.",
    ]


MEANT = {"certain": 0.99, "likely": 0.90, "possible": 0.60}
"""How often each word is meant to be right."""


def brier(answers: list[Answered]) -> float:
    """The mean squared distance between how sure it was and whether it was right, of all that found something."""
    squares = [(MEANT[answer.confidence] - answer.right) ** 2 for answer in answers if answer.confidence]
    return sum(squares) / len(squares) if squares else 0.0


def _row(name: str, what: str, answers: list[Answered]) -> str:
    right = sum(answer.right for answer in answers)
    certain = [answer for answer in answers if answer.confidence == "certain"]
    wrong = sum(not answer.right for answer in certain)
    return f"| {name}: {what} | {len(answers)} | {share(right, len(answers))} | {wrong} of {len(certain)} |"


def _calibration(word: str, answers: Iterable[Answered]) -> str:
    of = [answer for answer in answers if answer.confidence == word]
    return f"| {word or 'nothing'} | {len(of)} | {share(sum(answer.right for answer in of), len(of))} |"


def _families(answers: list[Answered]) -> list[str]:
    of, right = Counter(_family(answer) for answer in answers), Counter(_family(a) for a in answers if a.right)
    return [f"| {family} | {of[family]} | {right[family]} |" for family in sorted(of)]


def _family(answer: Answered) -> str:
    return answer.wanted.partition(".")[0]


def _miss(name: str, answer: Answered) -> str:
    said = f"{answer.said} ({answer.confidence})" if answer.said else "nothing"
    return f"- {name}, `{answer.name}`: {answer.wanted}, it said {said}"


UNSEEN = frozenset({"held"})
"""The sets that nobody who writes causes looks at."""

SETS: dict[str, tuple[str, Callable[[], list[Answered]]]] = {
    "held": ("messages of 47 emitters, the third that was held back", lambda: emitters(held=True)),
    "emitters": ("the other two thirds", lambda: emitters(held=False)),
    "pastes": ("own pasted cases", pastes),
    "wordings": ("single messages of Kubernetes, runtimes and programs, in the forms people paste", wordings),
    "objects": (FORMS["objects"][1], lambda: recordings("objects")),
    "paste": (FORMS["paste"][1], lambda: recordings("paste")),
    "describe": (FORMS["describe"][1], lambda: recordings("describe")),
    "live": ("recorded pods, served by the local cluster, `whypod namespace/pod`", live),
}
"""What is measured, in the page's order."""


def main() -> int:
    """Measure, write the page, print its first table."""
    sets = {name: (what, measure()) for name, (what, measure) in SETS.items()}
    text = page(sets, f"{datetime.now(UTC):%Y-%m-%d}")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write("\n".join(line for line in text.splitlines() if line.startswith(("| ", "- "))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
