"""Who speaks: a person, a program, or either; and whether a person tells what happened."""

import pytest

from workers.paste.writers.occasion import is_general, tells_of_an_occasion
from workers.paste.writers.person import is_person

PEOPLE = (
    "my pod keeps crashing since the deploy",
    "anyone else seeing this?",
    "Pod 一直起不来，不知道为什么",
    "thanks, it works now",
    "why is the service down",
    "- fix: do not crash without a config file",
    "If the container exceeds its limit it is killed.",
    "Note: this can be changed later.",
)
PROGRAMS = (
    "Error: you must provide a password, please set DB_PASSWORD",
    "Error initializing core: cannot allocate memory. This usually means that mlock is not available.",
    "2026-02-03T10:00:00Z ERROR could not open my.conf",
    "panic: runtime error: index out of range",
    "nginx: [emerg] host not found in upstream",
    "F0303 11:11:11.112233 6 main.go:92] the controller does not have the permissions",
    "We were unable to load the bundle specified in your Gemfile",
    "open /etc/app/config.yaml: permission denied",
    "the input device is not a TTY",
)
TOLD = (
    "my pod keeps crashing with OOMKilled",
    "web-0 was evicted during the night",
    "why does it say permission denied",
    "容器一直重启，报 OOMKilled",
    "exits with 139 at startup",
)
NOT_TOLD = (
    "what does OOMKilled mean?",
    "how do I avoid OOMKilled",
    "If the pod is evicted, look at the node.",
    "The kubelet restarts failed containers with a back-off.",
    "Secrets that do not exist keep the container from starting.",
    "we should raise the memory limit next sprint",
    "- Fixed a crash when the file is empty",
    "- The exporter no longer fails with permission denied.",
    "OOMKilled 是什么意思？",
    "如果节点磁盘不足，Pod 会被驱逐",
    "这个问题已经修复，不会再被 OOMKilled",
)


@pytest.mark.parametrize("line", PEOPLE)
def test_people(line: str) -> None:
    """First person, thanks, questions, prose in Chinese, documentation and change logs."""
    assert is_person(line)


@pytest.mark.parametrize("line", PROGRAMS)
def test_programs_speak_like_people(line: str) -> None:
    """They say `please`, `you` and `we`, too; a level, a time or an error's head shows them."""
    assert not is_person(line)


@pytest.mark.parametrize("line", TOLD)
def test_what_happened_is_told(line: str) -> None:
    """One occasion: mine, this one, since then, again; and who asks why it is so says that it is."""
    assert tells_of_an_occasion(line)


@pytest.mark.parametrize("line", NOT_TOLD)
def test_what_always_holds_or_is_only_asked_is_not(line: str) -> None:
    """Questions, rules, plans, advice, change logs, and what is over."""
    assert is_general(line)
    assert not tells_of_an_occasion(line)


def test_a_sentence_about_nothing_in_particular_tells_nothing() -> None:
    """Long enough to be a sentence, and without anything that makes it this time."""
    assert not tells_of_an_occasion("pods with large images take a long while to start")
