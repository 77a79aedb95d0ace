"""Whose words count for what: a person retells, a deployer only waited, a level of info proves nothing."""

import pytest

from core.messages.report import Finding
from knowledge.library import library
from knowledge.pattern import pattern
from workers.diagnosis.diagnose import diagnose
from workers.diagnosis.hearsay import is_told
from workers.paste.read import read


def findings(text: str) -> list[Finding]:
    """Of the text's first pod, best first."""
    return [finding for snapshot in read(text)[:1] for finding in diagnose(snapshot, library()).findings]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("it stays pending, describe says 0/3 nodes are available: 3 Insufficient cpu.", "schedule.insufficient-cpu"),
        ("my container was OOMKilled again", "run.oom-cgroup"),
        ("our pods show Evicted with The node was low on resource: ephemeral-storage", "evict.disk"),
    ],
)
def test_what_a_person_retells_is_at_most_likely(text: str, cause: str) -> None:
    """The quote is theirs, and the same words of the cluster itself would be certain."""
    best = findings(text)[0]

    assert (best.cause, best.confidence) == (cause, "likely")
    assert {each.writer for each in best.evidence} == {"person"}


@pytest.mark.parametrize(
    "text",
    [
        "our service has no OOMKilled pods and nobody sees connection refused",
        "the release went out, our pods never had an address already in use error",
        "anyone here: could it be permission denied on the volume?",
        "who can help, I cannot reach the docs page, timeout",
        "my pod keeps going down, there is no error anywhere. what now",
    ],
)
def test_what_a_person_denies_or_asks_is_no_evidence(text: str) -> None:
    """Nor is an error in general that a person speaks of."""
    assert findings(text) == []


def test_a_deployers_time_out_is_not_the_programs() -> None:
    """helm waited for the pods; it is no dependency that the program could not reach."""
    causes = [each.cause for each in findings("Error: UPGRADE FAILED: context deadline exceeded")]

    assert causes == ["deploy.timed-out"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-03T10:00:00Z INFO done, 0 errors, 0 failed",
        'level=info msg="flushed" errors=0 failed=0',
        "test result: ok. 41 passed; 0 failed; 1 ignored",
        "✓ shows an error when the login fails (124 ms)",
        '10.0.0.5 - - [02/Mar/2026:10:00:00 +0000] "GET /errors HTTP/1.1" 200 512',
        'containerd[9]: time="2026-02-03T10:00:09Z" level=info msg="shim disconnected" id=8c2',
        'containerd[9]: time="2026-02-03T10:00:09Z" level=warning msg="cleaning up after shim disconnected" id=8c2',
        "告警级别: critical",
    ],
)
def test_a_line_that_reports_no_trouble_is_no_fault(text: str) -> None:
    """By its level, by its count of none, since the test passed, since it stands there in good times too."""
    assert findings(text) == []


def test_an_error_at_the_level_of_errors_is_one() -> None:
    """The same words, and they are one."""
    assert [each.cause for each in findings("2026-02-03T10:00:00Z ERROR done, 3 errors")] == ["run.app-error"]


def test_what_the_runtime_reports_at_the_level_of_info_counts_where_it_is_an_end() -> None:
    """containerd tells of a container killed for memory at that level (internal/cri/server/events.go)."""
    text = 'containerd[9]: time="2026-02-03T10:00:09Z" level=info msg="TaskOOM event container_id:\\"8c2\\""'

    assert [each.cause for each in findings(text)][:1] == ["run.oom-cgroup"]


def test_a_long_match_is_denied_by_the_words_before_its_needle_alone() -> None:
    """A pattern takes the words around in for a quote: a "no" that stands far behind the fact denies something else."""
    regex = pattern({"around": "(?i)(?P<line>[^\\n]{0,200}<text>[^\\n]{0,200})", "text": ["connection refused"]})
    said = (
        "since the release of this morning the app logs connection refused all the time, and there is no other change"
    )
    denied = "since the release of this morning the app has no connection refused in its logs, which I find odd myself"

    told = {text: regex.compiled.search(text) for text in (said, denied)}

    assert {text: bool(hit and is_told(hit, regex)) for text, hit in told.items()} == {said: True, denied: False}
