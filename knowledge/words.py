"""Fixed sentences of every answer, English and Chinese side by side. Data only."""

from core.bilingual import Bilingual
from core.messages.answer import Problem
from core.messages.model import Confidence

CONFIDENCE: dict[Confidence, Bilingual] = {
    "certain": Bilingual("certain", "确定"),
    "likely": Bilingual("likely", "很可能"),
    "possible": Bilingual("possible", "有可能"),
}

THINGS: dict[str, Bilingual] = {
    "namespace": Bilingual("its namespace", "所在命名空间"),
    "pod": Bilingual("the pod", "该 Pod"),
    "container": Bilingual("the container", "容器"),
    "node": Bilingual("its node", "所在节点"),
    "cluster": Bilingual("the cluster", "集群"),
    "owner": Bilingual("its workload", "所属工作负载"),
}
"""What a sentence says in place of a name that is not known."""

CLAUSES: dict[tuple[str, str], Bilingual] = {
    ("any", "nothing"): Bilingual("looked for, and nothing of the kind is there", "查过了，没有这类迹象"),
    ("any", "something"): Bilingual("instead there is “$seen”", "实际看到的是“$seen”"),
    ("terminated", "nothing"): Bilingual("no container has ended", "没有容器退出过"),
    ("terminated", "something"): Bilingual("the status says “$seen”", "状态里写的是“$seen”"),
    ("waiting", "nothing"): Bilingual("no container is waiting", "没有容器处于等待状态"),
    ("waiting", "something"): Bilingual("the state is “$seen”", "当前状态是“$seen”"),
    ("event", "nothing"): Bilingual("no event mentions it", "没有相应的事件"),
    ("event", "something"): Bilingual("the event says “$seen”", "事件里写的是“$seen”"),
    ("condition", "nothing"): Bilingual("no condition of the pod says so", "Pod 的 conditions 里没有"),
    ("log", "nothing"): Bilingual("the log has no such line", "日志里没有这样的内容"),
    ("node", "nothing"): Bilingual("the node reports nothing of the kind", "节点没有报告这类状况"),
    ("node", "something"): Bilingual("the node says “$seen”", "节点状态是“$seen”"),
    ("pod", "something"): Bilingual("the pod says “$seen”", "Pod 状态是“$seen”"),
    ("owner", "nothing"): Bilingual("its workload says nothing of the kind", "所属的工作负载没有这样的状况"),
    ("none", "something"): Bilingual("“$seen” speaks against it", "与“$seen”矛盾"),
    ("fact", "nothing"): Bilingual("the times and numbers do not fit", "时间和数值对不上"),
}
"""Why a rival was ruled out, by the clause that said no and whether something else stood there."""

UNSEEN_WHAT: dict[str, Bilingual] = {
    "pod": Bilingual("the pod object", "Pod 对象"),
    "container": Bilingual("container", "容器"),
    "events": Bilingual("events", "事件"),
    "log": Bilingual("log", "日志"),
    "previous-log": Bilingual("previous log", "上一次运行的日志"),
    "reason": Bilingual("the reason beside the exit code", "退出码旁边的 reason"),
    "node": Bilingual("node", "节点"),
    "node-events": Bilingual("node events", "节点事件"),
    "owner": Bilingual("workload", "所属工作负载"),
    "siblings": Bilingual("other pods of the workload", "同一工作负载的其他 Pod"),
    "claims": Bilingual("volume claims", "存储卷声明（PVC）"),
    "named": Bilingual("objects the pod names", "Pod 引用的对象"),
    "config-maps": Bilingual("ConfigMap names", "ConfigMap 名称"),
    "secrets": Bilingual("Secret names", "Secret 名称"),
    "service-account": Bilingual("service account", "ServiceAccount"),
    "journal": Bilingual("the node's own log", "节点日志"),
}

UNSEEN_WHY: dict[str, Bilingual] = {
    "forbidden": Bilingual("I may not read it (RBAC)", "没有读取权限（RBAC）"),
    "timeout": Bilingual("no answer in time", "读取超时"),
    "expired": Bilingual("gone, the node no longer has it", "已经没有了，节点上不再保留"),
    "not-found": Bilingual("does not exist", "不存在"),
    "not-given": Bilingual("not in what you pasted", "粘贴的内容里没有"),
    "partly-given": Bilingual("only single ones are in what you pasted", "粘贴的内容里只有个别几条"),
    "unreachable": Bilingual("the node or API server could not be reached", "连不上节点或 API server"),
    "unreadable": Bilingual("the answer could not be read", "返回的内容无法解析"),
    "none-yet": Bilingual("none yet, nothing has run", "还没有，容器尚未运行过"),
    "throttled": Bilingual("the API server is throttling (429)", "API server 限流（429）"),
    "too-large": Bilingual("too large, only the end was read", "太大，只读了末尾"),
}

PROBLEMS: dict[Problem, tuple[Bilingual, Bilingual]] = {
    "forbidden": (
        Bilingual("I may not read `$target`", "没有权限读取 `$target`"),
        Bilingual(
            "RBAC refuses: $said. Grant `get` and `list` on pods, or ask someone who has it.",
            "RBAC 拒绝了请求：$said。请授予 pods 的 `get`、`list` 权限。",
        ),
    ),
    "unauthorized": (
        Bilingual("My credentials for this cluster are expired or wrong", "访问该集群的凭据已过期或无效"),
        Bilingual("The API server said 401: $said. Renew the token.", "API server 返回 401：$said。请更新 token。"),
    ),
    "unreachable": (
        Bilingual("I cannot reach the cluster's API server", "连不上集群的 API server"),
        Bilingual(
            "$said. Nothing is known about `$target`; try again, or look at the API server first.",
            "$said。`$target` 的情况未知；请稍后重试，或先检查 API server。",
        ),
    ),
    "timeout": (
        Bilingual("The API server did not answer in time", "API server 响应超时"),
        Bilingual(
            "It may be overloaded. Ask again in a minute; by hand: `kubectl get --raw /readyz`.",
            "可能负载过高。请稍后再试；手动检查：`kubectl get --raw /readyz`。",
        ),
    ),
    "throttled": (
        Bilingual("The API server is throttling me (429)", "API server 正在限流（429）"),
        Bilingual("Ask again in a minute.", "请过一分钟再试。"),
    ),
    "broken": (
        Bilingual("The API server answered with an error", "API server 返回了错误"),
        Bilingual("$said", "$said"),
    ),
    "no-such-cluster": (
        Bilingual("I know no cluster of that name", "没有这个名字的集群"),
        Bilingual("Contexts I have: $said.", "现有的 context：$said。"),
    ),
    "no-kubeconfig": (
        Bilingual("I have no cluster to ask", "没有可以查询的集群"),
        Bilingual(
            "There is neither a kubeconfig nor a service account. Set `KUBECONFIG`, or paste `kubectl describe pod` instead.",
            "既没有 kubeconfig 也没有 ServiceAccount。请设置 `KUBECONFIG`，或直接粘贴 `kubectl describe pod` 的输出。",
        ),
    ),
    "worker-lost": (
        Bilingual("I lost the worker that was looking at `$target`, twice", "查看 `$target` 的 worker 连续两次丢失"),
        Bilingual(
            "Nothing is known about the pod. Ask again; if it happens again, look at the worker's log.",
            "Pod 的情况未知。请再问一次；若再次发生，请检查 worker 的日志。",
        ),
    ),
    "queue-full": (
        Bilingual("Nobody took the question about `$target` in time", "关于 `$target` 的提问没能及时处理"),
        Bilingual(
            "All workers are busy or none is running. Ask again in a minute, or start more workers.",
            "worker 都在忙，或者没有 worker 在运行。请稍后再试，或增加 worker。",
        ),
    ),
    "too-large": (
        Bilingual("That is more text than I read", "粘贴的内容太大"),
        Bilingual(
            "Paste at most 4 MB; the end of a log is worth more than its beginning.",
            "最多 4 MB；日志的末尾比开头更有用。",
        ),
    ),
    "nothing-recognized": (
        Bilingual("I recognize nothing in that text", "没能从文本里识别出任何内容"),
        Bilingual(
            "Paste `kubectl describe pod`, `kubectl get pod -o yaml`, events or the end of a log.",
            "请粘贴 `kubectl describe pod`、`kubectl get pod -o yaml`、事件或日志末尾。",
        ),
    ),
    "internal": (
        Bilingual("Something broke in me, not in your pod", "是我自己出了错，不是你的 Pod"),
        Bilingual(
            "It is logged with reference `$said`. Nothing is known about `$target`.",
            "已记录，编号 `$said`。`$target` 的情况未知。",
        ),
    ),
}
"""Headline and advice for every reason a question cannot be answered."""

# The sections of an answer
NOTHING_FOUND = Bilingual(
    "I looked at `{target}` and found no cause I know.", "查看了 `{target}`，没有找到已知的原因。"
)
NOTHING_FOUND_ADVICE = Bilingual(
    "What could be read is below; the log and the events are the next place to look.",
    "能读到的内容如下；接下来请看日志和事件。",
)
NOTHING_IN_TEXT = Bilingual("I found no cause I know in this text.", "在这段文本里没有找到已知的原因。")
NOTHING_IN_TEXT_ADVICE = Bilingual(
    "What `kubectl describe pod` and the end of the log say would help.",
    "再附上 `kubectl describe pod` 的输出和日志末尾会有帮助。",
)
NOW = Bilingual("now: {state}", "当前：{state}")
BEFORE_THAT = Bilingual("before that: ", "此前：")
SINCE_THEN = Bilingual("; before that: ", "；此前：")
"""Between what the pod is now and the headline of what is over."""
READY = Bilingual("{word}, {ready}/{total} ready", "{word}，{ready}/{total} 就绪")
READY_FOR = Bilingual("{word}, {ready}/{total} ready for {span}", "{word}，{ready}/{total} 就绪，已持续 {span}")
STATES = {"Running": Bilingual("running", "运行中")}
"""kubectl's words for a pod's state that are no reasons; the others stand as they are."""
EVIDENCE = Bilingual("Evidence", "依据")
RULED_OUT = Bilingual("Ruled out", "已排除")
NOT_SEEN = Bilingual("Not seen", "未获取到")
ALSO = Bilingual("Also", "另外")
COULD_ALSO_BE = Bilingual("Could also be", "也可能是")
WORTH_KNOWING = Bilingual("Worth knowing", "值得注意")
MORE_ITEMS = Bilingual("… {count} more", "… 还有 {count} 条")
TIMES = Bilingual("{count} times", "{count} 次")
TIMES_OVER = Bilingual("{count} times in {span}", "{span}内 {count} 次")
RESTARTS = Bilingual("Restarts", "重启次数")
NEXT_RESTART = Bilingual("next restart due", "预计下次重启")
NEXT = Bilingual("Next", "下一步")
ON_THE_NODE = Bilingual("On the node itself", "在节点上执行")
CHANGES = Bilingual("Changes the cluster", "会改动集群")
LAST_LINES_OF_LOG = Bilingual("Last lines of the log", "日志的最后几行")
LAST_LINES_OF_PREVIOUS_LOG = Bilingual("Last lines of the previous run's log", "上一次运行日志的最后几行")
LAST_LINES = Bilingual("Last lines of {container}", "{container} 的最后几行日志")
LAST_LINES_PREVIOUS = Bilingual("Last lines of {container}, previous run", "{container} 上一次运行的最后几行日志")
HIDDEN_ONE = Bilingual("1 secret value hidden", "已隐去 1 处敏感内容")
HIDDEN = Bilingual("{count} secret values hidden", "已隐去 {count} 处敏感内容")
SOURCES = {
    "status": Bilingual("status", "状态"),
    "event": Bilingual("event", "事件"),
    "log": Bilingual("log", "日志"),
    "previous-log": Bilingual("previous log", "上次运行的日志"),
    "condition": Bilingual("condition", "condition"),
    "node": Bilingual("node", "节点"),
    "owner": Bilingual("workload", "工作负载"),
    "spec": Bilingual("spec", "spec"),
    "journal": Bilingual("node log", "节点日志"),
    "fact": Bilingual("worked out", "推断"),
}
"""Where a quote comes from, by `core.messages.model.Source`."""
WRITERS = {
    "person": Bilingual("you say", "你提到"),
    "api": Bilingual("API server", "API server"),
    "scheduler": Bilingual("scheduler", "调度器"),
    "controller": Bilingual("controller", "控制器"),
    "autoscaler": Bilingual("autoscaler", "自动扩缩容组件"),
    "runtime": Bilingual("container runtime", "容器运行时"),
    "kernel": Bilingual("kernel", "内核"),
    "init": Bilingual("service manager", "服务管理器"),
    "docker": Bilingual("Docker", "Docker"),
    "runner": Bilingual("what runs the container", "运行平台"),
    "deployer": Bilingual("deployment tool", "部署工具"),
    "alerting": Bilingual("alert", "告警"),
}
"""Who wrote a quote, by `core.messages.model.Writer`, where that says more than the place it stands in."""
