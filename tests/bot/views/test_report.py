"""A diagnosis as people see it."""

import pytest

from bot.views.answer import answer_message
from core.messages.report import ContainerRow, Finding, Report
from deploy.sandbox.slack.blocks.blocks import message_problems
from knowledge.library import Library
from tests.bot.views.made_report import REPORT, two_causes


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A catalogue of two causes, so that these tests do not depend on anybody's prose."""
    return two_causes(tmp_path_factory.mktemp("causes"))


ENGLISH = """\
(data/api-0 · deployment/api · node-7)
**The kubelet restarts **`app`**: its probe asks port **`9000` · certain
The program listens elsewhere.
**Evidence**
- event (4 times in 26 s): `connection refused`
- log: `listening on <!channel>`
**Ruled out**
- Out of memory: the status says “Error (137)”
**Not seen**
- node: I may not read it (RBAC)
**Restarts** 3 ▃▁▁▁▁▁▃▁▁▁▁▃ · next restart due <02:14:47 UTC>
**Next**
```
kubectl -n data get pod api-0
kubectl -n data logs api-0 --previous
```
**Changes the cluster**
```
kubectl -n data edit deployment/api
```
**Last lines of app, previous run**
```
starting
ready
```
(looked at <!date^1795227247^{time_secs}|02:14:07 UTC> · 2 secret values hidden)
[Previous log] [Events] [Read more] [Look again] [Share]"""

CHINESE = """\
(data/api-0 · deployment/api · node-7)
**存活探针探测的端口 **`9000`** 不对，kubelet 重启了 **`app` · 确定
程序监听的是别的端口。
**依据**
- 事件（26 秒内 4 次）：`connection refused`
- 日志：`listening on <!channel>`
**已排除**
- 内存超限：状态里写的是“Error (137)”
**未获取到**
- 节点：没有读取权限（RBAC）
**重启次数** 3 ▃▁▁▁▁▁▃▁▁▁▁▃ · 预计下次重启 <02:14:47 UTC>
**下一步**
```
kubectl -n data get pod api-0
kubectl -n data logs api-0 --previous
```
**会改动集群**
```
kubectl -n data edit deployment/api
```
**app 上一次运行的最后几行日志**
```
starting
ready
```
(查看时间 <!date^1795227247^{time_secs}|02:14:07 UTC> · 已隐去 2 处敏感内容)
[上次日志] [事件] [详情] [再查一次] [分享]"""


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
def test_the_whole_answer_reads_well(read, language, expected: str, library) -> None:
    """Cause first, then what it rests on, what to do, and the log's end; nothing twice."""
    drawn = answer_message(REPORT, language, "q1", library)

    assert "\n".join(read(drawn.blocks)) == expected
    assert message_problems(drawn.as_arguments()) == ("", [])


def test_the_notification_says_which_pod_what_and_how_sure(library) -> None:
    """On a locked phone the text alone is there; it pings nobody and shows no marks."""
    drawn = answer_message(REPORT, "en", "q1", library)

    assert drawn.text == "data/api-0: The kubelet restarts app: its probe asks port 9000 (certain)"


def test_foreign_text_cannot_ping_from_the_notification(library) -> None:
    """The one field Slack parses is escaped."""
    finding = REPORT.findings[0].model_copy(update={"values": {"port": "<!channel> & <@U0SAM>"}})
    drawn = answer_message(REPORT.model_copy(update={"findings": (finding,)}), "en", "q1", library)

    assert drawn.text == (
        "data/api-0: The kubelet restarts app: its probe asks port &lt;!channel&gt; &amp; &lt;@U0SAM&gt; (certain)"
    )


def test_no_cause_found_is_said_as_such(read, library) -> None:
    """Silence of the catalogue is not a diagnosis."""
    drawn = answer_message(REPORT.model_copy(update={"findings": ()}), "en", "q1", library)

    assert read(drawn.blocks)[1] == "**I looked at **`data/api-0`** and found no cause I know.**"


def test_several_containers_are_a_table(read, library) -> None:
    """Which container is sick is seen at a glance."""
    rows = (*REPORT.containers, ContainerRow(name="proxy", kind="sidecar", state="waiting: ImagePullBackOff"))
    drawn = answer_message(REPORT.model_copy(update={"containers": rows}), "en", "q1", library)

    (table,) = [block for block in drawn.blocks if block["type"] == "table"]
    assert read([table]) == [
        "**container** | **state** | **last ended** | **restarts**".replace("*", ""),
        "app | running | Error (137) | 3",
        "proxy | waiting: ImagePullBackOff | — | 0",
    ]


def test_further_findings_are_named(read, library) -> None:
    """A second trouble is not hidden behind the first; behind an uncertain first one it is an alternative."""
    second = Finding(cause="run.oom", detail="run.oom", confidence="possible", container="proxy")
    unsure = REPORT.findings[0].model_copy(update={"confidence": "possible"})

    sure = read(
        answer_message(REPORT.model_copy(update={"findings": (*REPORT.findings, second)}), "en", "q", library).blocks
    )
    either = read(answer_message(REPORT.model_copy(update={"findings": (unsure, second)}), "en", "q", library).blocks)

    assert sure[sure.index("**Also**") + 1] == "- proxy · Out of memory · possible"
    assert either[either.index("**Could also be**") + 1] == "- proxy · Out of memory · possible"


def test_buttons_without_anything_behind_them_are_left_out(read, library) -> None:
    """Nobody presses Events to read that there are none."""
    bare = Report(target="pasted.txt", findings=REPORT.findings)

    assert read(answer_message(bare, "en", "q1", library).blocks)[-1] == "[Read more] [Share]"


def test_every_button_carries_the_question_and_its_target(library) -> None:
    """Look again works after the answer itself was forgotten."""
    drawn = answer_message(REPORT, "en", "q1", library)

    assert {button["value"] for button in drawn.blocks[-1]["elements"]} == {"q1 data/api-0 -c app"}
