"""Which readings stay, in which order, and what the reason or the runtime beside a code rules out."""

import pytest

from knowledge.codes.answer import Decoded
from knowledge.decode import decode


def one(words: str) -> Decoded:
    (decoded,) = decode(words)
    return decoded


def ids(words: str) -> list[str]:
    return [reading.id for reading in one(words).readings]


def causes(words: str) -> list[str]:
    return [row.cause for row in one(words).sightings]


def test_137_alone_never_says_by_whom() -> None:
    """Memory is one of several causes, the table names them all, and nothing is ruled out."""
    decoded = one("137")

    assert causes("137") == [
        "run.oom-cgroup",
        "run.liveness",
        "run.startup-probe",
        "terminate.slow",
        "evict.memory",
        "run.killed-externally",
        "run.oom-node",
        "run.oom-child",
        "run.killed-externally",
    ]
    assert (decoded.ambiguous, decoded.ruled_out) == (True, ())


def test_the_reason_error_rules_out_the_memory_limit() -> None:
    """137 Error is not the container's own limit; who it was instead is still open."""
    decoded = one("137 Error")
    out = {one.id: one.because.en for one in decoded.ruled_out}

    assert "run.oom-cgroup" not in causes("137 Error") and "run.liveness" in causes("137 Error")
    assert out["kubernetes.oom-killed"] == (
        "the container went over its memory limit and the kernel killed it: the reason would be OOMKilled, it is Error"
    )
    assert ids("137 Error")[0] == "kubernetes.liveness-killed"


def titles(words: str) -> list[str]:
    return [reading.title.en for reading in one(words).readings]


@pytest.mark.parametrize("code", ["0", "1", "2", "143"])
def test_oom_killed_comes_with_any_code(code: str) -> None:
    """With a code other than 137 a child was killed, and that is what the answer says first."""
    decoded = one(f"{code} OOMKilled")

    assert decoded.readings[0].id == "kubernetes.oom-killed-any-code"
    assert decoded.readings[0].title.en.endswith(f"own code {code}")
    assert set(causes(f"{code} OOMKilled")) <= {"run.oom-child"}


def test_a_reason_that_decides_leaves_nothing_else() -> None:
    """`Unknown` means that the real code is lost: no program's meaning of 255 is offered."""
    assert ids("255 Unknown") == ["kubernetes.node-restarted", "container-runtime.unknown"]
    assert ids("137 ContainerStatusUnknown")[0] == "kubernetes.status-unknown"
    assert ids("128 StartError") == ["container-runtime.start-error"]


def test_a_reason_that_cannot_come_with_the_code_is_said_and_otherwise_ignored() -> None:
    decoded = one("1 Completed")

    assert decoded.notes[0].en == "`Completed` only comes with 0: the reason and the code are of two different runs"
    assert [reading.id for reading in decoded.readings] == ids("1")


def test_2_is_a_go_panic_before_it_is_a_shell_builtin() -> None:
    """And nothing but Go's and the platform's readings when the program is Go."""
    assert ids("2")[0] == "go.panic"
    families = {reading.family for reading in one("2 go").readings}

    assert ids("2 go")[0] == "go.panic"
    assert "python" not in families and "postgres" not in families
    assert "python.usage" in {out.id for out in one("2 go").ruled_out}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("1 python", "python.exception"),
        ("1 node", "node.exception"),
        ("3 java", "jvm.exit-on-oom"),
        ("134 java", "jvm.crash"),
        ("139 node", "node.heap"),
        ("101 rust", "rust.panic"),
        ("150 .net", "dotnet.framework-missing"),
        ("255 kubelet", "klog.fatal"),
        ("255 ssh", "ssh.connection"),
        ("3 windows", "windows.abort"),
        ("6 curl", "curl.host-resolve"),
        ("143 spring", "jvm.sigterm"),
    ],
)
def test_the_runtime_puts_its_own_reading_first(words: str, first: str) -> None:
    assert ids(words)[0] == first


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("0", "kubernetes.completed"),
        ("126", "shell.cannot-execute"),
        ("127", "shell.not-found"),
        ("128", "container-runtime.start-error"),
        ("134", "signal.sigabrt"),
        ("139", "signal.sigsegv"),
        ("143", "kubernetes.stopped"),
        ("255", "program.own-code"),
        ("42", "program.own-code"),
        ("78", "elasticsearch.bootstrap"),
        ("124", "timeout.expired"),
        ("256", "number.wait-status"),
        ("265", "number.ksh93-signal"),
        ("-9", "number.subprocess-signal"),
        ("3221225786", "windows.status-control-c-exit"),
        ("2147483999", "windows.unlisted-status"),
        ("4294967290", "windows.unlisted-status"),
    ],
)
def test_the_likeliest_reading_stands_first(words: str, first: str) -> None:
    assert ids(words)[0] == first


def test_255_is_not_a_signal() -> None:
    """There is no signal 127, and the answer says so."""
    decoded = one("255")

    assert (decoded.signal, decoded.category) == (None, "application")
    assert "no signal 127" in decoded.notes[0].en and "信号 127 不存在" in decoded.notes[0].zh


def test_signals_that_end_nobody_are_not_blamed() -> None:
    """145 would be SIGCHLD: a process cannot die of it, so the program chose the code."""
    assert "which ends nobody" in one("146").headline.en
    assert not {"shell.child-signal", "tini.child-signal"} & set(ids("146"))


def test_abort_by_pid_1_is_told_from_a_segmentation_fault() -> None:
    assert ids("139")[:2] == ["signal.sigsegv", "signal.sigsegv-pid1-abort"]
    assert {"run.segfault", "run.abort", "run.heap-oom"} == set(causes("139"))


def test_nothing_is_said_twice() -> None:
    """What the headline or the table says is not among the others; what is left keeps its order."""
    for code in range(256):
        decoded = one(str(code))
        covered = {name for row in decoded.sightings for name in row.covers}
        others = [reading.id for reading in decoded.others]

        assert not covered & set(others)
        assert others == [name for name in ids(str(code)) if name in others]
        assert len(ids(str(code))) == len(set(ids(str(code))))


def test_no_placeholder_is_left_in_any_answer() -> None:
    """$code, $signal and the like are filled for every byte, in both languages; `$PATH` and `$?` are not ours."""
    for code in [*range(256), 256, 265, 512, -9, -11, -300, 70_000]:
        decoded = one(str(code))
        texts = [decoded.headline, *decoded.notes, *(t for r in decoded.readings for t in (r.title, r.tell_apart))]

        assert [text for text in texts if any(f"${name}" in text.en + text.zh for name in PLACEHOLDERS)] == []


PLACEHOLDERS = ("code", "number", "negative", "signal", "inner")


@pytest.mark.parametrize(
    ("words", "program"),
    [
        ("eslint exit 2", "eslint"),
        ("eslint: exit code 2", "eslint"),
        ("exit code 2 from eslint", "eslint"),
        ("eslint 退出码 2", "eslint"),
        ("terragrunt rc=2", "terragrunt"),
        ("eslint 2", "eslint"),
    ],
)
def test_of_a_program_nobody_knows_no_other_ones_codes_are_told(words: str, program: str) -> None:
    """The headline says that its codes are not known, and no reading is another program's."""
    decoded = one(words)

    assert decoded.headline.en.startswith(f"2 · I don't know {program}'s codes")
    assert decoded.headline.zh.startswith(f"2 · 我不了解 {program} 的退出码")
    assert not {"language", "program", "tool", "windows"} & {reading.kind for reading in decoded.readings}
    assert not any("Go program" in text for text in [*(row.was.en for row in decoded.sightings), *titles(words)])


@pytest.mark.parametrize(
    "words", ["container exit code 2", "my pod exited with 2", "es01 exited with code 2", "exit 2", "go exit 2"]
)
def test_who_is_no_program_is_not_taken_for_one(words: str) -> None:
    """Containers, pods and programs of the tables are answered as ever."""
    assert "don't know" not in one(words).headline.en


def test_a_signal_is_the_same_for_every_program() -> None:
    """137 says what it says whoever ended with it."""
    assert one("eslint exit 137").headline == one("137").headline


@pytest.mark.parametrize(
    "word", ["ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError", "InvalidImageName", "Pending", "Evicted"]
)
def test_where_nothing_has_run_no_previous_log_is_asked_for(word: str) -> None:
    """A word without an exit code leads to the pod's events and its waiting message."""
    decoded = one(word)

    assert decoded.code is None and decoded.next
    assert not any("logs" in command for command in decoded.next)


def test_what_a_reason_rules_out_is_named() -> None:
    """Each exclusion of the readings of other reasons says which reading it excludes."""
    because = [out.because.en for out in one("OOMKilled").ruled_out if "the reason would be" in out.because.en]

    assert because and all(not text.startswith("the reason would be") for text in because)
    assert len(set(because)) == len(because)
