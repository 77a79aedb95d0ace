"""What people type and paste is read as they meant it."""

import pytest

from knowledge.codes.input import queries
from knowledge.decode import as_json, decode


def read(words: str) -> list[tuple[int | None, str | None, str | None]]:
    """(code, reason, runtime) of everything asked for."""
    return [(answer.code, answer.reason, answer.runtime) for answer in decode(words) if answer.understood]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("banana split", []),
        ("signal 99", []),
        ("137", [(137, None, None)]),
        ("+137", [(137, None, None)]),
        ("137.", [(137, None, None)]),
        ("−1", [(255, None, None)]),
        ("–1", [(255, None, None)]),
        ("１３７", [(137, None, None)]),
        ("0x89", [(137, None, None)]),
        ("0XFF", [(255, None, None)]),
        ("128+9", [(137, None, None)]),
        ("128 + 9", [(137, None, None)]),
        ("128+SIGKILL", [(137, None, None)]),
        ("256+9", [(9, None, None)]),
        ("256-1", [(255, None, None)]),
        ("SIGKILL", [(137, None, None)]),
        ("sigkill", [(137, None, None)]),
        ("kill", [(137, None, None)]),
        ("kill -9", [(137, None, None)]),
        ("kill -TERM", [(143, None, None)]),
        ("kill -s HUP 4711", [(129, None, None), (4711 & 0xFF, None, None)]),
        ("SIGIOT", [(134, None, None)]),
        ("SIGRTMIN+3", [(165, None, None)]),
        ("SIGRTMAX", [(192, None, None)]),
        ("signal 9", [(137, None, None)]),
        ("signal: killed", [(137, None, None)]),
        ("signal: segmentation fault (core dumped)", [(139, None, None)]),
        ("signal: 9 (SIGKILL)", [(137, None, None)]),
        ("terminated by signal SIGTERM (Polite quit request)", [(143, None, None)]),
        ("Segmentation fault (core dumped)", [(139, None, None)]),
        ("Aborted (core dumped)", [(134, None, None)]),
        ("Killed", [(137, None, None)]),
        ("Bus error", [(135, None, None)]),
        ("Floating point exception", [(136, None, None)]),
        ("段错误", [(139, None, None)]),
        ("总线错误 (核心已转储)", [(135, None, None)]),
        ("EX_CONFIG", [(78, None, None)]),
        ("noperm", [(77, None, None)]),
        ("OOMKilled", [(137, "OOMKilled", None)]),
        ("oom", [(137, "OOMKilled", None)]),
        ("Completed", [(0, "Completed", None)]),
        ("StartError", [(128, "StartError", None)]),
        ("ContainerStatusUnknown", [(137, "ContainerStatusUnknown", None)]),
        ("Evicted", [(None, "Evicted", None)]),
        ("Error", [(None, "Error", None)]),
        ("exit status 2", [(2, None, None)]),
        ("exit status 0xc0000005", [(5, None, None)]),
        ("Exit Code:    255", [(255, None, None)]),
        ("exited with code 1", [(1, None, None)]),
        ("process exited with non-zero exit code 3", [(3, None, None)]),
        ("command terminated with exit code 126", [(126, None, None)]),
        ("Exited (137) 3 minutes ago", [(137, None, None)]),
        ("Main process exited, code=exited, status=203/EXEC", [(203, None, "systemd")]),
        ("exit(-1)", [(255, None, None)]),
        ("os.Exit(3)", [(3, None, None)]),
        ("sys.exit(2)", [(2, None, None)]),
        ('"exitCode": 137', [(137, None, None)]),
        ("rc=12", [(12, None, None)]),
        ("退出码 137", [(137, None, None)]),
        ("退出码：１３７", [(137, None, None)]),
        ("退出状态码为 1", [(1, None, None)]),
        ("返回值 2", [(2, None, None)]),
        ("信号 9", [(137, None, None)]),
        ("137 143", [(137, None, None), (143, None, None)]),
        ("137, 143; 1", [(137, None, None), (143, None, None), (1, None, None)]),
        ("137、143", [(137, None, None), (143, None, None)]),
        ("137/143", [(137, None, None), (143, None, None)]),
        ("137 (SIGKILL)", [(137, None, None)]),
        ("137 Error", [(137, "Error", None)]),
        ("Error 137", [(137, "Error", None)]),
        ("OOMKilled:137", [(137, "OOMKilled", None)]),
        ("Error (1)", [(1, "Error", None)]),
        ("143 OOMKilled", [(143, "OOMKilled", None)]),
        ("137 Error 1 OOMKilled", [(137, "Error", None), (1, "OOMKilled", None)]),
        ("2 go", [(2, None, "go")]),
        ("go 2", [(2, None, "go")]),
        ("1 node", [(1, None, "node")]),
        ("3 java", [(3, None, "jvm")]),
        ("139 python", [(139, None, "python")]),
        ("python3.11 exit 1", [(1, None, "python")]),
        ("150 .net", [(150, None, "dotnet")]),
        ("137 143 java", [(137, None, "jvm"), (143, None, "jvm")]),
        ("2 go 1 node", [(2, None, "go"), (1, None, "node")]),
        ("137 Error java", [(137, "Error", "jvm")]),
        ("why did my pod exit with 137?", [(137, None, None)]),
        ("exit code 137 at 19:33:44", [(137, None, None)]),
        ("STATUS_ACCESS_VIOLATION", [(5, None, None)]),
        ("c0000135", [(0x35, None, None)]),
        ("terminated by SIGKILL", [(137, None, None)]),
        ("terminated by SIGSEGV", [(139, None, None)]),
        ("Process terminated by signal 11", [(139, None, None)]),
        ("died with <Signals.SIGKILL: 9>.", [(137, None, None)]),
        ("Task exited with return code Negsignal.SIGKILL", [(137, None, None)]),
        ("Main process exited, code=killed, status=9/KILL", [(137, None, None)]),
        ("Main process exited, code=dumped, status=11/SEGV", [(139, None, None)]),
        ("Main process exited, code=exited, status=9/n/a", [(9, None, None)]),
        ("status=226/NAMESPACE", [(226, None, "systemd")]),
        ("code=exited, status=1/FAILURE", [(1, None, None)]),
        ("exit -1", [(255, None, None)]),
        ("exit code 1: command terminated with exit code 137", [(137, None, None)]),
        ("Job failed: command terminated with exit code 137", [(137, None, None)]),
        ("$ echo $?\n139", [(139, None, None)]),
        ("退出码137了", [(137, None, None)]),
        ("容器被 SIGKILL 杀死", [(137, None, None)]),
        ("128-130", [(128, None, None), (129, None, None), (130, None, None)]),
        ("exit codes 128–130", [(128, None, None), (129, None, None), (130, None, None)]),
        ("退出码 128 到 130", [(128, None, None), (129, None, None), (130, None, None)]),
        ("128-9", [(119, None, None)]),
        ("rsync error: some files were not transferred (code 23)", [(23, None, "rsync")]),
        ("E: Sub-process /usr/bin/dpkg returned an error code (1)", [(1, None, "apt")]),
    ],
)
def test_words_as_people_have_them(words: str, meant: list[tuple[int | None, str | None, str | None]]) -> None:
    """Codes in order, each with the reason and the runtime beside it."""
    assert read(words) == meant


def test_a_pasted_container_state_is_one_question() -> None:
    """Times, restart counts and the word Terminated are left alone; the reason above the code belongs to it."""
    pasted = """
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Thu, 05 Sep 2019 19:22:30 +0800
      Finished:     Thu, 05 Sep 2019 19:33:44 +0800
    Restart Count:  12
    """

    assert read(pasted) == [(137, "OOMKilled", None)]


def test_two_containers_keep_their_own_reasons() -> None:
    pasted = "Reason: OOMKilled Exit Code: 137 Reason: Error Exit Code: 1"

    assert read(pasted) == [(137, "OOMKilled", None), (1, "Error", None)]


def test_what_was_typed_is_repeated_on_one_line_without_control_characters() -> None:
    """An escape sequence in the input reaches no terminal and no message."""
    (answer,) = decode("Exit\x1b[31m Code:\n\n 255 \x07")

    assert answer.input == "Exit [31m Code: 255"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("sigkil", "SIGKILL"),
        ("OMKilled", "OOMKilled"),
        ("SIGTREM", "SIGTERM"),
        ("137x", "137"),
        ("EX_CONFG", "EX_CONFIG"),
        ("banana", None),
        ("golang", "1 go"),
    ],
)
def test_a_slip_gets_the_nearest_guess(slip: str, meant: str | None) -> None:
    """And none where nothing is near."""
    (answer,) = decode(slip)

    assert (answer.understood, answer.guess) == (False, meant)
    assert "137" in answer.headline.en and "137" in answer.headline.zh


def test_many_plain_numbers_are_each_answered() -> None:
    """Equal codes in different spellings are different questions."""
    assert [one.input for one in queries(["-1", "255", "511", "255"])] == ["-1", "255", "511", "255"]


def test_the_json_object_has_the_agreed_fields() -> None:
    """The fields that others rely on, for a signal with other numbers elsewhere."""
    answer = as_json(decode("138")[0])
    (first, *_) = answer["readings"]  # type: ignore[misc]

    assert list(answer)[:4] == ["input", "code", "steps", "class"]
    assert answer["signal"] == {
        "number": 10,
        "name": "SIGUSR1",
        "core": False,
        "action": "terminate",
        "meaning": "user-defined signal 1",
        "sender": answer["signal"]["sender"],  # type: ignore[index]
        "other_architectures": {"alpha/sparc": 30, "mips": 16, "parisc": 16},
        "same_number_elsewhere": {"alpha/sparc": "SIGBUS", "mips": "SIGBUS", "parisc": "SIGBUS"},
    }
    assert (answer["sysexits"], answer["windows"], answer["ambiguous"]) == (None, None, True)
    assert sorted(first) == ["id", "source", "tell_apart", "title", "who"]
