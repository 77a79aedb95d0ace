"""Fixed sentences of every answer, English and Chinese side by side. Data only."""

from core.messages.answer import Problem
from core.messages.model import Confidence, Language

Both = dict[Language, str]

CONFIDENCE: dict[Confidence, Both] = {
    "certain": {"en": "certain", "zh": "确定"},
    "likely": {"en": "likely", "zh": "很可能"},
    "possible": {"en": "possible", "zh": "有可能"},
}

THINGS: dict[str, Both] = {
    "namespace": {"en": "its namespace", "zh": "所在命名空间"},
    "pod": {"en": "the pod", "zh": "该 Pod"},
    "container": {"en": "the container", "zh": "容器"},
    "node": {"en": "its node", "zh": "所在节点"},
    "cluster": {"en": "the cluster", "zh": "集群"},
    "owner": {"en": "its workload", "zh": "所属工作负载"},
}
"""What a sentence says in place of a name that is not known."""

CLAUSES: dict[tuple[str, str], Both] = {
    ("any", "nothing"): {"en": "looked for, and nothing of the kind is there", "zh": "查过了，没有这类迹象"},
    ("any", "something"): {"en": "instead there is “$seen”", "zh": "实际看到的是“$seen”"},
    ("terminated", "nothing"): {"en": "no container has ended", "zh": "没有容器退出过"},
    ("terminated", "something"): {"en": "the status says “$seen”", "zh": "状态里写的是“$seen”"},
    ("waiting", "nothing"): {"en": "no container is waiting", "zh": "没有容器处于等待状态"},
    ("waiting", "something"): {"en": "the state is “$seen”", "zh": "当前状态是“$seen”"},
    ("event", "nothing"): {"en": "no event says so", "zh": "没有相应的事件"},
    ("event", "something"): {"en": "the event says “$seen”", "zh": "事件里写的是“$seen”"},
    ("condition", "nothing"): {"en": "no condition of the pod says so", "zh": "Pod 的 conditions 里没有"},
    ("log", "nothing"): {"en": "the log has no such line", "zh": "日志里没有这样的内容"},
    ("node", "nothing"): {"en": "the node reports nothing of the kind", "zh": "节点没有报告这类状况"},
    ("node", "something"): {"en": "the node says “$seen”", "zh": "节点状态是“$seen”"},
    ("pod", "something"): {"en": "the pod says “$seen”", "zh": "Pod 状态是“$seen”"},
    ("owner", "nothing"): {"en": "its workload says nothing of the kind", "zh": "所属的工作负载没有这样的状况"},
    ("none", "something"): {"en": "“$seen” speaks against it", "zh": "与“$seen”矛盾"},
    ("fact", "nothing"): {"en": "the times and numbers do not fit", "zh": "时间和数值对不上"},
}
"""Why a rival was ruled out, by the clause that said no and whether something else stood there."""

UNSEEN_WHAT: dict[str, Both] = {
    "pod": {"en": "the pod object", "zh": "Pod 对象"},
    "container": {"en": "container", "zh": "容器"},
    "events": {"en": "events", "zh": "事件"},
    "log": {"en": "log", "zh": "日志"},
    "previous-log": {"en": "previous log", "zh": "上一次运行的日志"},
    "reason": {"en": "the reason beside the exit code", "zh": "退出码旁边的 reason"},
    "node": {"en": "node", "zh": "节点"},
    "node-events": {"en": "node events", "zh": "节点事件"},
    "owner": {"en": "workload", "zh": "所属工作负载"},
    "siblings": {"en": "other pods of the workload", "zh": "同一工作负载的其他 Pod"},
    "claims": {"en": "volume claims", "zh": "存储卷声明（PVC）"},
    "named": {"en": "objects the pod names", "zh": "Pod 引用的对象"},
    "config-maps": {"en": "ConfigMap names", "zh": "ConfigMap 名称"},
    "secrets": {"en": "Secret names", "zh": "Secret 名称"},
    "service-account": {"en": "service account", "zh": "ServiceAccount"},
    "journal": {"en": "the node's own log", "zh": "节点日志"},
}

UNSEEN_WHY: dict[str, Both] = {
    "forbidden": {"en": "I may not read it (RBAC)", "zh": "没有读取权限（RBAC）"},
    "timeout": {"en": "no answer in time", "zh": "读取超时"},
    "expired": {"en": "gone, the node no longer has it", "zh": "已经没有了，节点上不再保留"},
    "not-found": {"en": "does not exist", "zh": "不存在"},
    "not-given": {"en": "not in what you pasted", "zh": "粘贴的内容里没有"},
    "unreachable": {"en": "the node or API server could not be reached", "zh": "连不上节点或 API server"},
    "unreadable": {"en": "the answer could not be read", "zh": "返回的内容无法解析"},
    "none-yet": {"en": "none yet, nothing has run", "zh": "还没有，容器尚未运行过"},
    "throttled": {"en": "the API server is throttling (429)", "zh": "API server 限流（429）"},
    "too-large": {"en": "too large, only the end was read", "zh": "太大，只读了末尾"},
}

PROBLEMS: dict[Problem, dict[Language, tuple[str, str]]] = {
    "forbidden": {
        "en": (
            "I may not read `$target`",
            "RBAC refuses: $said. Grant `get` and `list` on pods, or ask someone who has it.",
        ),
        "zh": ("没有权限读取 `$target`", "RBAC 拒绝了请求：$said。请授予 pods 的 `get`、`list` 权限。"),
    },
    "unauthorized": {
        "en": (
            "My credentials for this cluster are expired or wrong",
            "The API server said 401: $said. Renew the token.",
        ),
        "zh": ("访问该集群的凭据已过期或无效", "API server 返回 401：$said。请更新 token。"),
    },
    "unreachable": {
        "en": (
            "I cannot reach the cluster's API server",
            "$said. Nothing is known about `$target`; try again, or look at the API server first.",
        ),
        "zh": ("连不上集群的 API server", "$said。`$target` 的情况未知；请稍后重试，或先检查 API server。"),
    },
    "timeout": {
        "en": (
            "The API server did not answer in time",
            "It may be overloaded. Ask again in a minute; by hand: `kubectl get --raw /readyz`.",
        ),
        "zh": ("API server 响应超时", "可能负载过高。请稍后再试；手动检查：`kubectl get --raw /readyz`。"),
    },
    "throttled": {
        "en": ("The API server is throttling me (429)", "Ask again in a minute."),
        "zh": ("API server 正在限流（429）", "请过一分钟再试。"),
    },
    "broken": {
        "en": ("The API server answered with an error", "$said"),
        "zh": ("API server 返回了错误", "$said"),
    },
    "no-such-cluster": {
        "en": ("I know no cluster of that name", "Contexts I have: $said."),
        "zh": ("没有这个名字的集群", "现有的 context：$said。"),
    },
    "no-kubeconfig": {
        "en": (
            "I have no cluster to ask",
            "There is neither a kubeconfig nor a service account. Set `KUBECONFIG`, or paste `kubectl describe pod` instead.",
        ),
        "zh": (
            "没有可以查询的集群",
            "既没有 kubeconfig 也没有 ServiceAccount。请设置 `KUBECONFIG`，或直接粘贴 `kubectl describe pod` 的输出。",
        ),
    },
    "worker-lost": {
        "en": (
            "I lost the worker that was looking at `$target`, twice",
            "Nothing is known about the pod. Ask again; if it happens again, look at the worker's log.",
        ),
        "zh": (
            "查看 `$target` 的 worker 连续两次丢失",
            "Pod 的情况未知。请再问一次；若再次发生，请检查 worker 的日志。",
        ),
    },
    "queue-full": {
        "en": (
            "Nobody took the question about `$target` in time",
            "All workers are busy or none is running. Ask again in a minute, or start more workers.",
        ),
        "zh": (
            "关于 `$target` 的提问没能及时处理",
            "worker 都在忙，或者没有 worker 在运行。请稍后再试，或增加 worker。",
        ),
    },
    "too-large": {
        "en": (
            "That is more text than I read",
            "Paste at most 4 MB; the end of a log is worth more than its beginning.",
        ),
        "zh": ("粘贴的内容太大", "最多 4 MB；日志的末尾比开头更有用。"),
    },
    "nothing-recognized": {
        "en": (
            "I recognize nothing in that text",
            "Paste `kubectl describe pod`, `kubectl get pod -o yaml`, events or the end of a log.",
        ),
        "zh": (
            "没能从文本里识别出任何内容",
            "请粘贴 `kubectl describe pod`、`kubectl get pod -o yaml`、事件或日志末尾。",
        ),
    },
    "internal": {
        "en": (
            "Something broke in me, not in your pod",
            "It is logged with reference `$said`. Nothing is known about `$target`.",
        ),
        "zh": ("是我自己出了错，不是你的 Pod", "已记录，编号 `$said`。`$target` 的情况未知。"),
    },
}
"""Headline and advice for every reason a question cannot be answered."""
