"""What is worth knowing beside the causes, in both languages side by side. Data, and the filling of it."""

from collections.abc import Mapping
from string import Template

from core.bilingual import COLON, Bilingual
from core.messages.model import Language
from core.messages.report import Note, Report
from knowledge.alerts.standard import standard_alerts

LIMIT = 160
"""Characters of one value in a note."""


STILL_OPEN = Bilingual("Still open: ", "尚待确认：")

NOTES: Mapping[str, Bilingual] = {
    "others-pasted": Bilingual(
        "Other pods in what you pasted: $pods.",
        "粘贴的内容里还有其他 Pod：$pods。",
    ),
    "alert-fires": Bilingual(
        "The alert `$alert` fires: $seen $open",
        "告警 `$alert` 已触发：$seen$open",
    ),
    "kubectl-not-found": Bilingual(
        "kubectl found no such object: `$line`. Check the name, the namespace and the context it asked in.",
        "kubectl 没有找到这个对象：`$line`。请检查名称、命名空间和所用的 context。",
    ),
    "kubectl-forbidden": Bilingual(
        "The cluster refused your kubectl, not the pod: `$line`. Ask for that permission, or for the output.",
        "被集群拒绝的是你的 kubectl，而不是 Pod：`$line`。可以申请相应权限，或请有权限的人执行。",
    ),
    "kubectl-bad-request": Bilingual(
        "The cluster could not answer that kubectl command: `$line`. It says nothing of why the pod is broken.",
        "集群无法处理这条 kubectl 命令：`$line`。它没有说明 Pod 为什么异常。",
    ),
    "kubectl-unreachable": Bilingual(
        "Your kubectl does not reach the cluster: `$line`. Check the context, the VPN and the API server's address.",
        "你的 kubectl 连不上集群：`$line`。请检查 context、VPN 和 API server 的地址。",
    ),
    "kubectl-no-shell": Bilingual(
        "The image has no such program to run with kubectl exec: `$line`. The container itself may be well; try `sh`, "
        "or kubectl debug with an image that has tools.",
        "镜像里没有 kubectl exec 要执行的程序：`$line`。容器本身可能没有问题；可以试试 `sh`，"
        "或用 kubectl debug 附加一个带工具的镜像。",
    ),
    "no-pods-zero": Bilingual(
        "`$object` has no pods: it is scaled to zero (`replicas: 0`).",
        "`$object` 没有 Pod：副本数被设为 0（`replicas: 0`）。",
    ),
    "no-pods-paused": Bilingual(
        "`$object` has no pods: it is paused, so no ReplicaSet is made for it.",
        "`$object` 没有 Pod：它处于暂停状态（paused），不会创建 ReplicaSet。",
    ),
    "no-pods-old": Bilingual(
        "`$object` wants no pods: `$controller` runs another revision now.",
        "`$object` 不需要 Pod：`$controller` 现在运行的是另一个版本。",
    ),
    "no-pods-no-node": Bilingual(
        "`$object` has no pods: no node suits its node selector, its affinity and its tolerations.",
        "`$object` 没有 Pod：没有节点同时满足它的 nodeSelector、亲和性和容忍（tolerations）。",
    ),
    "no-pods-done": Bilingual(
        "`$object` has completed, and its pods have been removed since.",
        "`$object` 已经执行完成，Pod 随后被清理了。",
    ),
    "no-pods-no-run": Bilingual(
        "`$object` has no pods: none of its Jobs is running now. Its schedule is `$schedule`.",
        "`$object` 没有 Pod：目前没有它创建的 Job。调度计划是 `$schedule`。",
    ),
    "no-pods-deleted": Bilingual(
        "`$object` has no pods any more: it is being deleted.",
        "`$object` 已经没有 Pod：它正在被删除。",
    ),
    "no-pods-unsaid": Bilingual(
        "`$object` has no pods, though it wants $wanted; nothing that could be read says why.",
        "`$object` 应有 $wanted 个 Pod，但一个也没有；能读到的信息里没有说明原因。",
    ),
    "place-in-code": Bilingual(
        "The place in the code: `$place`.",
        "代码位置：`$place`。",
    ),
    "began-with-rollout": Bilingual(
        "It began with revision $revision ($difference); revision $before is healthy, $serving of $wanted ready.",
        "问题从版本 $revision 开始（$difference）；版本 $before 正常，$serving/$wanted 就绪。",
    ),
    "one-node": Bilingual(
        "$bad of $failing failing pods of this workload are on $node; the $healthy healthy ones are elsewhere.",
        "该工作负载 $failing 个异常 Pod 中有 $bad 个在 $node 上，$healthy 个正常的都在别的节点。",
    ),
    "only-this-one": Bilingual(
        "Only this replica fails: $healthy of $wanted are healthy.",
        "只有这个副本异常：$wanted 个里有 $healthy 个正常。",
    ),
    "all-fail": Bilingual(
        "All $wanted replicas fail: look for what they share (image, configuration, a dependency), not at one pod.",
        "$wanted 个副本全部异常：应该查它们共有的东西（镜像、配置、依赖），而不是某一个 Pod。",
    ),
    "not-expanded": Bilingual(
        "Its command holds `$$($name)`, and it has no variable `$name`: the program gets that text as it stands.",
        "启动命令里写了 `$$($name)`，但容器没有设置变量 `$name`：程序收到的就是这段原文。",
    ),
    "ignores-sigterm": Bilingual(
        "It does not react to SIGTERM: every rollout, drain and deletion will wait out the grace period ($grace s).",
        "它不响应 SIGTERM：每次发布、排空节点、删除都会等满宽限期（$grace 秒）。",
    ),
    "probe-arithmetic": Bilingual(
        "Each run is stopped about $seconds s after its start; the probe allows $budget s at most "
        "(delay $delay s + $failures × $period s).",
        "每次启动约 $seconds 秒后被停掉；探针最多容忍 $budget 秒（初始延迟 $delay 秒 + $failures × $period 秒）。",
    ),
    "probe-port": Bilingual(
        "The probe asks port $port; the log says it listens on $listens.",
        "探针访问的是 $port 端口，而日志显示程序监听的是 $listens。",
    ),
    "heap-above-limit": Bilingual(
        "The heap may grow to $heap ($flag), the container's limit is $limit: too little is left for the rest.",
        "堆上限是 $heap（$flag），容器 limit 是 $limit：没有给进程的其他部分留出空间。",
    ),
    "no-memory-limit-headroom": Bilingual(
        "Memory limit $limit, request $request.",
        "内存 limit 为 $limit，request 为 $request。",
    ),
    "same-run-time": Bilingual(
        "Runs last about the same ($runs): rather too small a limit for normal work than a slow leak.",
        "每次运行时间差不多（$runs）：更像是 limit 对正常负载来说太小，而不是缓慢泄漏。",
    ),
    "nearest-name": Bilingual(
        "There is no $kind `$name`; nearest: $nearest.",
        "没有名为 `$name` 的 $kind；最接近的是：$nearest。",
    ),
    "nodes-one-by-one": Bilingual(
        "Of $total nodes: $reasons.",
        "共 $total 个节点：$reasons。",
    ),
    "limit-of-a-limit-range": Bilingual(
        "The memory limit ($limit) was not set for this workload: the namespace's LimitRange gave it its default.",
        "内存 limit（$limit）不是这个工作负载自己设置的，而是命名空间的 LimitRange 给的默认值。",
    ),
    "unit-mistake": Bilingual(
        "The memory limit is `$limit`: `m` means thousandths of a byte, `Mi` was probably meant.",
        "内存 limit 写的是 `$limit`：`m` 表示千分之一字节，应该是想写 `Mi`。",
    ),
}
"""By kind; every `$name` is filled by `workers.diagnosis.notes`, `pasted`, `kubectl_errors` or `without_pods`."""

UNDO: Mapping[str, str] = {
    "no-pods-zero": "kubectl -n $namespace scale $object --replicas=1",
    "no-pods-paused": "kubectl -n $namespace rollout resume $object",
    "began-with-rollout": "kubectl -n $namespace rollout undo $owner --to-revision=$before",
}
"""By kind: the command that would undo what the note says. It changes the cluster."""


def answering_note(report: Report) -> Note | None:
    """The note that is an answer by itself: why there are no pods, or why a person's kubectl failed."""
    first = report.notes[0] if report.notes and not report.findings else None
    return first if first and first.kind.startswith(("no-pods-", "kubectl-")) else None


def note_line(note: Note, language: Language) -> str:
    """The note in the reader's language; plain text with backticks around names."""
    return _fill(NOTES[note.kind].of(language), {**note.values, **_of_alert(note, language)})


def _of_alert(note: Note, language: Language) -> Mapping[str, str]:
    """What a standard alert proves, and what it leaves open."""
    alert = standard_alerts().get(note.values.get("alert", ""))
    if alert is None:
        return {}
    seen, left_open = ((each.zh if language == "zh" else each.en) for each in (alert.seen, alert.left_open))
    if COLON.of(language).strip() not in left_open:  # the others say themselves what is open, and who knows
        left_open = STILL_OPEN.of(language) + left_open[0].lower() + left_open[1:]
    return {"seen": seen, "open": left_open}


def _fill(text: str, values: Mapping[str, str]) -> str:
    plain = {name: " ".join(value.split()).replace("`", "'")[:LIMIT] for name, value in values.items()}
    return Template(text).safe_substitute(plain)
