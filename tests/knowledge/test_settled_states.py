"""Reason words that tell no end: counted as none, over, wished, planned, asked, or a path and an option's name."""

import pytest

from knowledge.statements.read import read


@pytest.mark.parametrize(
    "text",
    [
        "Successfully recovered from OOM",
        "web-0 recovered from OOM by itself",
        "OOMKilled: 0",
        "OOMKilled count 0",
        "OOMKilled 次数：0",
        "0 OOMKilled",
        "0 pods OOMKilled",
        "TODO: OOMKilled alert",
        "【恢复】web-0 OOMKilled",
        "Resolved: web-0 OOMKilled",
        "告警恢复：web-0 CrashLoopBackOff",
        'GET /oom HTTP/1.1" 404',
        "GET /alerts/CrashLoopBackOff HTTP/1.1",
        "oom killer is disabled for this cgroup",
        "-XX:+ExitOnOutOfMemoryError",
        "OOMKilled?",
        "CrashLoopBackOff？",
        "redis-1 hopefully Evicted soon",
        "web-0 not OOMKilled",
        "web-0 没有 OOMKilled",
        'kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff",pod="web-0"} 0',
    ],
)
def test_nothing_is_said_to_have_ended(text: str) -> None:
    """What is read of it, if anything, is denied, asked or supposed."""
    assert [each.value for each in read(text) if each.polarity == "said"] == []


@pytest.mark.parametrize(
    "text",
    [
        "web-0 0/1 OOMKilled",
        "OOMKilled count 3",
        "10 pods OOMKilled",
        "why OOMKilled?",
        "the process got SIGKILL by OOM killer",
        "exit code 0, then OOMKilled",
    ],
)
def test_what_happened_is_said(text: str) -> None:
    """A count that is not none, a question for the reason, a nought that counts something else."""
    assert [(each.value, each.polarity) for each in read(text) if each.value == "OOMKilled"] == [("OOMKilled", "said")]
