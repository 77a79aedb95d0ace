"""What is told, of whom, and whether it is said: states, amounts, names and polarity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.statements.read import LONGEST_LINE, read
from knowledge.statements.statement import Span, Statement, Subject


def said(text: str) -> list[tuple[str, str]]:
    """(predicate, value) of everything that is said."""
    return [(each.predicate, each.value) for each in read(text) if each.polarity == "said"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("OOMKilled了", [("reason", "OOMKilled")]),
        ("pod was OOMKilled, limit is 2G", [("reason", "OOMKilled"), ("memory-limit", "2G")]),
        ("describe 里看到重启原因是 OOMKilled，limit 2G", [("reason", "OOMKilled"), ("memory-limit", "2G")]),
        ("容器被 OOM 杀了，内存限制 512Mi", [("reason", "OOMKilled"), ("memory-limit", "512Mi")]),
        ("it got oom-killed again", [("reason", "OOMKilled")]),
        ("my pod is in CrashLoopBackOff", [("state", "CrashLoopBackOff")]),
        ("pod keeps crashlooping", [("state", "CrashLoopBackOff")]),
        ("pod 一直 Pending", [("state", "Pending")]),
        ("stuck in Terminating", [("state", "Terminating")]),
        ('(reason: "CreateContainerConfigError")', [("state", "CreateContainerConfigError")]),
        ("*Reason:* OOMKilled", [("reason", "OOMKilled")]),
        ('"OOMKilled": true', [("reason", "OOMKilled")]),
        ('"OOMKilled": false', []),
        ("restart count 12", [("restarts", "12")]),
        ("it has restarted 140 times", [("restarts", "140")]),
        ("重启了 12 次", [("restarts", "12")]),
        ("memory request 256Mi", [("memory-request", "256Mi")]),
        ("age: 5m", [("age", "300")]),
        ("everything is running", []),
        ("the request is pending review", []),
        ("out of memory of what we did", []),
    ],
)
def test_states_and_amounts(text: str, facts: list[tuple[str, str]]) -> None:
    """Kubernetes' words however they are spelt, and quantities with their unit."""
    assert said(text) == facts


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("no OOM", "denied"),
        ("it was not OOMKilled", "denied"),
        ("it wasn't OOMKilled", "denied"),
        ("no sign of an OOM", "denied"),
        ("OOM ruled out: it isn't OOMKilled", "denied"),
        ("没有 OOM", "denied"),
        ("不是 OOMKilled", "denied"),
        ("没有发生OOM", "denied"),
        ("OOMKilled: false", "denied"),
        ("is it OOM?", "asked"),
        ("was the pod OOMKilled?", "asked"),
        ("是不是 OOM 了？", "asked"),
        ("what does OOMKilled mean?", "asked"),
        ("OOMKilled 是什么意思", "asked"),
        ("if the pod is OOMKilled, raise the limit", "supposed"),
        ("maybe it was OOMKilled", "supposed"),
        ("如果 OOMKilled 就加内存", "supposed"),
        ("可能是 OOM", "supposed"),
        ("OOMKilled means the limit was hit", "supposed"),
        ("why was my pod OOMKilled?", "said"),
        ("为什么 pod 会 OOMKilled", "said"),
        ("no logs, OOMKilled", "said"),
        ("it does not start because it is OOMKilled", "said"),
    ],
)
def test_polarity(text: str, polarity: str) -> None:
    """A fact that is denied, asked about or only supposed is not said; who asks why it is so does say it."""
    last = read(text)[-1]

    assert (last.value, last.polarity) == ("OOMKilled", polarity)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "Container api in pod shop/web-6f5b9c7d4-x2k9p was OOMKilled",
            Subject(kind="container", container="api", pod="web-6f5b9c7d4-x2k9p", namespace="shop"),
        ),
        (
            '[FIRING:1] KubePodCrashLooping (container="app" pod="pay-6f7c8d9b5-abcde" namespace="pay" '
            'reason="CrashLoopBackOff")',
            Subject(kind="container", container="app", pod="pay-6f7c8d9b5-abcde", namespace="pay"),
        ),
        (
            "服务 shop/web-0 的容器 app 退出码 137",
            Subject(kind="container", container="app", pod="web-0", namespace="shop"),
        ),
        (
            "exit code 137 (container 'app' of pod 'web-0' in namespace 'shop')",
            Subject(kind="container", container="app", pod="web-0", namespace="shop"),
        ),
        (
            "copied to backup/part-2, exit code 137",
            Subject(kind="container"),
        ),
        (
            'Pod shop/web-6f5b9c7d4-x2k9p (web) is in waiting state (reason: "CrashLoopBackOff").',
            Subject(kind="container", container="web", pod="web-6f5b9c7d4-x2k9p", namespace="shop"),
        ),
        (
            "*Pod:* web-6f5b9c7d4-x2k9p\n*Namespace:* shop\n*Container:* api\n*Reason:* OOMKilled",
            Subject(kind="container", container="api", pod="web-6f5b9c7d4-x2k9p", namespace="shop"),
        ),
        (
            "容器 api 在命名空间 shop 里 OOMKilled 了",
            Subject(kind="container", container="api", namespace="shop"),
        ),
        ("web-6f5b9c7d4-x2k9p OOMKilled", Subject(kind="container", pod="web-6f5b9c7d4-x2k9p")),
        ("the pod was OOMKilled", Subject(kind="container")),
        (
            'pod="kube-state-metrics-5d8-x2k9p" exported_pod="web-0" OOMKilled',
            Subject(kind="container", pod="web-0"),
        ),
    ],
)
def test_names_bind_to_what_is_told(text: str, subject: Subject) -> None:
    """Every name that stands there, and none that does not: no namespace is invented."""
    assert read(text)[-1].subject == subject


def test_each_statement_takes_the_nearest_name() -> None:
    """Two containers of one text keep their own ends."""
    text = "container migrate: exit code: 0\ncontainer server: exit code: 52"

    assert [(each.subject.container, each.value) for each in read(text)] == [("migrate", "0"), ("server", "52")]


def test_a_statement_says_where_it_stands() -> None:
    """The whole value, with its line, its place in it and its label."""
    assert read("hello\nrc=137") == [
        Statement(
            fact=Span(predicate="exit-code", value="137", start=0, end=6, key="rc"),
            subject=Subject(kind="container"),
            line=1,
        )
    ]


FACTS = st.sampled_from(
    ["OOMKilled", "OOM", "Evicted", "CrashLoopBackOff", "ImagePullBackOff", "exit code 137", "SIGKILL", "退出码 139"]
)


@given(
    FACTS,
    st.sampled_from(
        ["no {}", "there was no {}", "it is not {}", "没有 {}", "没有{}", "不是 {}", "并非{}", "without {}"]
    ),
)
def test_a_denied_fact_is_never_said(fact: str, denial: str) -> None:
    """Whatever the fact, a negation before it leaves nothing said."""
    assert said(denial.format(fact)) == []


DRESSES = st.sampled_from(
    [
        "{}",
        "> {}",
        "`{}`",
        "*{}*",
        '"{}"',
        "  {}  ",
        "- {}",
        "{}.",
        "{}。",
        "（{}）",
        "({})",
        "\n{}\n",
        "结果：{}",
        "我们看到{}，急",
    ]
)


@given(
    st.sampled_from(["exit code 137", "rc=137", "OOMKilled", "CrashLoopBackOff", "signal: killed", "status=203/EXEC"]),
    DRESSES,
)
def test_dress_changes_no_statement(fact: str, dress: str) -> None:
    """Quotes, bullets, brackets and Chinese around a fact leave it as it is."""
    assert said(dress.format(fact)) == said(fact) != []


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Every statement lies inside its line, whatever the text."""
    lines = text.splitlines()

    assert all(0 <= each.fact.start < each.fact.end <= len(lines[each.line]) for each in read(text))


@pytest.mark.parametrize(
    "part",
    ["exit code ", "exit 1 ", "a-", "pod ", "pod=a ", "not ", "is it ", "(", "退出码", "ns/pod-", "OOM", "1", " "],
)
def test_hostile_lines_are_bounded(part: str) -> None:
    """A line of a million characters is looked at to its bound, so that reading it ends."""
    statements = read(part * (1_000_000 // len(part)))

    assert all(each.fact.end <= LONGEST_LINE for each in statements)
