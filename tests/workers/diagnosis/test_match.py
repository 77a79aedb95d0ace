"""Clauses answer yes, no or not seen; "not looked at" is never "nothing there"."""

from typing import Any

from core.messages.report import Evidence
from knowledge.when import clause
from workers.diagnosis.evidence_index import EvidenceIndex
from workers.diagnosis.match import match
from workers.diagnosis.outcome import ClauseOutcome, No, NotSeen, Yes, quote
from workers.snapshot import Event, Snapshot


def ask(when: Any, snapshot: dict[str, Any], container: str | None = None) -> ClauseOutcome:
    index = EvidenceIndex(Snapshot.model_validate(snapshot))
    named = {item.name: item for item in index.snapshot.containers}
    return match(clause(when), index, named.get(container) if container else None)


KILLED = {"event": {"reason": "^Killing$"}}


def test_of_single_events_the_others_are_not_seen() -> None:
    """One quoted line says nothing of the lines that were left out; a list does."""
    events = (Event(reason="Started", message="Started container web"),)
    quoted, listed = (EvidenceIndex(Snapshot(events=events, events_whole=whole)) for whole in (False, True))

    assert match(clause(KILLED), quoted, None) == NotSeen("events")
    assert match(clause({"says": "killed by"}), quoted, None) == NotSeen("events")
    assert match(clause(KILLED), listed, None) == No("event")


def test_events_that_were_not_read_are_not_seen() -> None:
    """None and an empty list are two answers."""
    assert ask(KILLED, {"events": None}) == NotSeen("events")
    assert ask(KILLED, {"events": ()}) == No("event")


def test_an_event_of_another_container_does_not_count() -> None:
    """The field path says whose it is; one without it is everybody's."""
    snapshot = {
        "containers": [{"name": "web"}, {"name": "proxy"}],
        "events": [{"reason": "Killing", "message": "stop", "container": "proxy"}],
    }

    assert isinstance(ask(KILLED, snapshot, "proxy"), Yes)
    assert ask(KILLED, snapshot, "web") == No("event")


def test_all_needs_all_and_a_no_beats_the_unseen() -> None:
    """What is missing only matters while nothing speaks against it."""
    both = {"all": [KILLED, {"waiting": {"reason": "^Crash"}}]}
    waiting = {"containers": [{"name": "web", "waiting": {"reason": "CrashLoopBackOff"}}]}
    running = {"containers": [{"name": "web", "running": {}}]}

    assert ask(both, waiting, "web") == NotSeen("events")
    assert ask(both, running, "web") == No("waiting", "running")


def test_any_takes_the_first_yes_and_remembers_what_was_not_seen() -> None:
    """A no and a not-seen together are not a no."""
    either = {"any": [{"waiting": {"reason": "^Image"}}, KILLED]}
    crashing = {"containers": [{"name": "web", "waiting": {"reason": "CrashLoopBackOff"}}]}

    assert ask(either, crashing, "web") == NotSeen("events")
    assert ask(either, {**crashing, "events": ()}, "web") == No("waiting", "CrashLoopBackOff")


def test_none_of_the_unseen_is_a_weak_yes() -> None:
    """Nothing speaks against it, but it was not looked at: the finding loses a step of confidence."""
    unless = {"none": [KILLED]}

    assert ask(unless, {"events": None}) == Yes(weak=True)
    assert ask(unless, {"events": ()}) == Yes()
    assert ask(unless, {"events": [{"reason": "Killing", "message": "stop"}]}) == No("none", "Killing: stop")


def test_terminated_looks_at_both_ends_unless_told() -> None:
    """The run that just ended and the one before; `last: true` means only the one before."""
    snapshot = {"containers": [{"name": "web", "terminated": {"code": 1}, "last": {"code": 137, "reason": "Error"}}]}

    assert isinstance(ask({"terminated": {"code": 137}}, snapshot, "web"), Yes)
    assert ask({"terminated": {"code": 137, "now": True}}, snapshot, "web") == No("terminated", "exit 1")
    assert isinstance(ask({"terminated": {"code": 137, "last": True}}, snapshot, "web"), Yes)


def test_a_log_clause_quotes_the_last_whole_line() -> None:
    """And captures it as `line` without being asked to."""
    snapshot = {
        "containers": [{"name": "web"}],
        "logs": [{"container": "web", "lines": ["error: one", "fine", "error: two of two"]}],
    }

    assert ask({"log": "error: (?P<what>\\w+)"}, snapshot, "web") == Yes(
        (Evidence(source="log", quote="error: two of two", container="web"),),
        {"line": "error: two of two", "what": "two"},
        about="web",
    )


def test_says_never_reads_the_programs_own_log() -> None:
    """What a program prints is not what the cluster says; lines of a paste nobody owns may be either."""
    full = {"says": "no space left"}
    log = {"logs": [{"container": "web", "lines": ["no space left on device"]}], "containers": [{"name": "web"}]}
    nobodys = {"logs": [{"lines": ["no space left on device"]}]}

    assert ask(full, {**log, "events": ()}) == No("event")
    assert isinstance(ask(full, nobodys), Yes)


def test_the_node_that_was_not_read_is_not_seen() -> None:
    """A pressure nobody looked for is not absent."""
    pressure = {"node": {"type": "^DiskPressure$", "status": "^True$"}}
    calm = {"node": {"name": "n", "conditions": [{"type": "DiskPressure", "status": "False"}]}}

    assert ask(pressure, {}) == NotSeen("node")
    assert ask(pressure, calm) == No("node")


def test_the_fields_of_an_error_object_do_not_stand_for_the_error() -> None:
    """Node repeats the code below the stack; the line that names the address is the one to quote."""
    error = "Error: connect ECONNREFUSED 10.0.0.5:6379"
    lines = (error, "    at connect (/app/server.js:10:53) {", "  errno: -111,", "  code: 'ECONNREFUSED',", "}")
    snapshot = {"containers": [{"name": "web"}], "logs": [{"container": "web", "lines": lines}]}
    only_the_field = {"containers": [{"name": "web"}], "logs": [{"container": "web", "lines": lines[3:]}]}

    found, left = (ask({"log": "ECONNREFUSED"}, each, "web") for each in (snapshot, only_the_field))

    assert isinstance(found, Yes) and found.values == {"line": error}
    assert isinstance(left, Yes) and left.values == {"line": "code: 'ECONNREFUSED',"}


def test_the_exit_code_that_was_asked_for_is_a_value() -> None:
    """A headline can name it."""
    ended = {"containers": [{"name": "web", "terminated": {"reason": "Error", "code": 42}}]}
    answer = ask({"terminated": {"code": ["1-128"]}}, ended, "web")

    assert isinstance(answer, Yes) and answer.values == {"code": "42"}


def test_a_long_quote_keeps_its_end() -> None:
    """Errors wrap their cause last: what is cut is the middle."""
    text = quote("failed to pull image: " + "x" * 400 + ": connection refused")

    assert (len(text), text[:21], text[-20:]) == (300, "failed to pull image:", ": connection refused")
    assert quote("a\n b") == "a b"


def test_a_deleted_pod_is_shown_to_be_one() -> None:
    """`Running` alone would prove nothing."""
    pod = {"pod": {"phase": "Running", "deleted_at": "2026-01-01T12:00:00Z"}}
    answer = ask({"pod": {"deleted": True}}, pod)

    quoted = "Running deletionTimestamp 2026-01-01T12:00:00Z"
    assert answer == Yes((Evidence(source="status", quote=quoted),))


def test_a_headline_does_without_the_time_of_its_line() -> None:
    """The quote keeps it."""
    for stamp in ("2026-11-21T11:47:32Z ", "2026/11/21 10:56:45.974081 ", "[2026-11-21 11:47:32,120] "):
        line = f"{stamp}bind: address already in use"
        answer = ask({"log": "already in use"}, {"logs": [{"container": "web", "lines": (line,)}]})

        assert isinstance(answer, Yes)
        assert (answer.values["line"], answer.evidence[0].quote) == ("bind: address already in use", line)


def test_a_headline_does_without_the_time_also_where_the_pattern_says_which_line() -> None:
    """A pattern over several lines captures the one to name."""
    lines = ("2026-11-21T11:47:32Z waiting for db", "2026-11-21T11:47:42Z waiting for db")
    answer = ask({"log": r"for db\n(?P<line>[^\n]{0,80})"}, {"logs": [{"container": "web", "lines": lines}]})

    assert isinstance(answer, Yes)
    assert answer.values["line"] == "waiting for db"


def test_a_reason_that_is_cut_off_is_not_seen() -> None:
    """The kubelet gives every end one, so a code without it says nothing of the reason."""
    cut, whole = ({"containers": [{"name": "web", "last": {"code": 137, "reason": why}}]} for why in ("", "Error"))
    oom = {"terminated": {"reason": "^OOMKilled$"}}

    assert ask(oom, cut, "web") == NotSeen("reason")
    assert ask({"none": [oom]}, cut, "web") == Yes(weak=True)
    assert ask(oom, whole, "web") == No("terminated", "Error, exit 137")
