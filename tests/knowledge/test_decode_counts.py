"""What is no code in a free text, what ran the process, and how much is read at most."""

import pytest

from knowledge.codes.counts import without_counts
from knowledge.codes.input import ALL_CODES, MOST_CODES
from knowledge.decode import decode


@pytest.mark.parametrize(
    "text",
    [
        "0 pods OOMKilled",
        "port 443",
        "listening on port 8080",
        "HTTP 500",
        "GET /healthz 503",
        "status code 404",
        "502 Bad Gateway",
        "2024-01-01",
        "2024-01-01 10:23:45",
        "I have 3 pods in trouble",
        "2 broken containers",
        "0/3 nodes",
        "version 1.24",
        "it took 45 seconds",
        "not OOMKilled",
        "the container was not OOMKilled",
        "isn't an OOMKilled",
        "没有 OOMKilled",
        "不是 SIGKILL",
        "有 3 个节点",
        "the service listens on 8443",
        "状态码 503",
        "请求返回 404",
        "no container was killed",
        "10 restarts in 5 minutes",
        "kubernetes version 1.28",
        "memory 512Mi",
        "exited 3 times",
        "端口 8080",
        "2024年1月1日",
        "BrokenProcessPool: terminated abruptly",
    ],
)
def test_a_count_is_no_code(text: str) -> None:
    """Counts, ports, dates, answers of HTTP and what is denied name no exit code, and none is guessed from them."""
    assert [(one.understood, one.guess) for one in decode(text)] == [(False, None)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("137", [137]),
        ("137 Error", [137]),
        ("1 node", [1]),
        ("137/143", [137, 143]),
        ("3 pods died with exit code 137", [137]),
        ("2024-01-01 10:23:45 exit code 2", [2]),
        ("OOMKilled", [137]),
        ("apt-get returned 100", [100]),
        ("exit status code 3", [3]),
        ("退出状态码 137", [137]),
        ("got 139 in 3 pods", [139]),
        ("进程 3 次以 139 退出", [139]),
        ("pod exited with 1 on port 8080", [1]),
        ("is it OOMKilled?", [137]),
        ("what is 139", [139]),
        ("exit code 0, 3 restarts", [0]),
    ],
)
def test_codes_beside_counts_are_read(text: str, codes: list[int]) -> None:
    """What is taken away takes no code with it."""
    assert [one.code for one in decode(text)] == codes


@pytest.mark.parametrize(
    ("status", "code"), [(9, 137), (137, 137), (139, 139), (15, 143), (11, 139), (256, 0), (512, 0)]
)
def test_a_wait_status_is_a_signal_or_a_code(status: int, code: int) -> None:
    """wait(2): a signal in the low seven bits; of a multiple of 256 the answer says which code is in it."""
    (decoded,) = decode(f"wait status {status}")

    assert decoded.code == code
    assert status < 256 or decoded.headline.en.endswith(f"the exit code was {status // 256}")


@pytest.mark.parametrize("text", ["exit code 512", "exit 512", "returned 512", "程序返回 512"])
def test_a_sentence_about_a_number_holds_the_number_alone(text: str) -> None:
    """`exit(exit code 512)` is no C."""
    (decoded,) = decode(text)

    assert decoded.headline.en.startswith("512 · ") and decoded.headline.zh.startswith("512 · ")
    assert "exit(512)" in " ".join(note.en for note in decoded.notes)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("app.service: Main process exited, code=killed, status=9/KILL", "systemctl status app.service"),
        ("(code=exited, status=203/EXEC)", "systemctl status UNIT"),
        ("systemd 203", "systemctl status UNIT"),
        ("container die 3f4e5d6c7b8a (exitCode=137, name=api)", "docker inspect --format '{{json .State}}' api"),
        ("Exited (137) 3 minutes ago", "docker inspect --format '{{json .State}}' CONTAINER"),
        ("task: non-zero exit (137)", "docker service ps --no-trunc SERVICE"),
        ("nomad: Exit Code: 137", "nomad alloc status ALLOC"),
        ("ERROR: Job failed: exit code 137", "glab ci trace JOB"),
        ("Nomad 任务退出码 139", "nomad alloc status ALLOC"),
        ("our GitLab job died with exit code 137", "glab ci trace JOB"),
        ("heroku[web.1]: Process exited with status 137", "heroku ps --app APP"),
    ],
)
def test_the_next_commands_are_the_platforms_own(text: str, first: str) -> None:
    """kubectl knows no process that another platform runs."""
    (decoded,) = decode(text)

    assert decoded.next[0] == first
    assert not any("kubectl" in command for command in decoded.next)


@pytest.mark.parametrize(
    "text",
    [
        "137",
        "command terminated with exit code 137",
        "kubectl logs: Exited (137)",
        "our GitLab job ran a pod that died with exit code 137",
    ],
)
def test_for_kubernetes_they_are_kubectls(text: str) -> None:
    """Also where nothing tells what ran it."""
    assert any("kubectl" in command for one in decode(text) for command in one.next)


def test_no_input_gives_more_codes_than_there_are() -> None:
    """A long command line is read up to the number of all codes, a text up to what anybody reads."""
    assert len(decode(["128-" * 20_000], at_most=100_000)) == ALL_CODES
    assert len(decode("128-" * 20_000)) == MOST_CODES


@pytest.mark.parametrize("text", ["exit code {}", "{}", "退出码 {}"])
def test_a_number_of_any_length_leaves_its_last_byte(text: str) -> None:
    """It is neither cut nor repeated whole."""
    (decoded,) = decode(text.format("9" * 5_000))

    assert decoded.code == 99_999_999 & 0xFF
    assert decoded.headline.en.startswith("99999999999999999999…9999999999 · ")


def test_what_is_taken_away_leaves_the_rest() -> None:
    """Blanks stand where it stood."""
    assert without_counts("3 pods, 137 on port 80").split() == [",", "137", "on"]
