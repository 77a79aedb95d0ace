"""The words of the shell command `whypod`, English and Chinese side by side. Data only."""

from collections.abc import Mapping

from core.bilingual import Bilingual
from core.messages.model import Language

WORDS: Mapping[str, Bilingual] = {
    "evidence": Bilingual("Evidence", "依据"),
    "ruled-out": Bilingual("Ruled out", "已排除"),
    "not-seen": Bilingual("Not seen", "未获取到"),
    "worth-knowing": Bilingual("Worth knowing", "值得注意"),
    "also": Bilingual("Also", "另外"),
    "could-be": Bilingual("Could also be", "也可能是"),
    "next": Bilingual("Next", "下一步"),
    "changes": Bilingual("Changes the cluster", "会改动集群"),
    "containers": Bilingual("Containers", "容器"),
    "restart": Bilingual("restart", "次重启"),
    "restarts": Bilingual("restarts", "次重启"),
    "log": Bilingual("Last log lines", "日志末尾"),
    "log-previous": Bilingual("Last log lines of the run before", "上一次运行的日志末尾"),
    "hidden-one": Bilingual("secret value hidden", "处敏感内容已隐去"),
    "hidden": Bilingual("secret values hidden", "处敏感内容已隐去"),
    "times": Bilingual("times", "次"),
    "more": Bilingual("more", "条未列出"),
    "nothing": Bilingual("I found no reason", "没有找到原因"),
    "nothing-advice": Bilingual(
        "Nothing that could be seen matches a known cause. Describe the pod and look at its log:",
        "能看到的信息里没有匹配的已知原因。可以查看 Pod 描述和日志：",
    ),
    "nothing-to-ask": Bilingual(
        "Nothing in it matches a known cause. What kubectl describe pod and the end of the log say would help.",
        "里面没有匹配的已知原因。再附上 kubectl describe pod 的输出和日志末尾会有帮助。",
    ),
    "several": Bilingual("{target} fits several pods; name one of them:", "{target} 匹配多个 Pod，请指定其中一个："),
    "no-object": Bilingual("no such {kind}: {target}", "没有这个 {kind}：{target}"),
    "pod": Bilingual("pod", "Pod"),
    "no-namespace": Bilingual("the namespace of {target} does not exist", "{target} 的命名空间不存在"),
    "nearest": Bilingual("; did you mean {names}?", "；是不是 {names}？"),
    "no-file": Bilingual("no such file: {target}", "没有这个文件：{target}"),
    "cannot-read": Bilingual("cannot read {target}: {why}", "无法读取 {target}：{why}"),
    "bad-target": Bilingual(
        "{target!r} names no pod ({why}); for example: whypod shop/checkout",
        "{target!r} 不是有效的 Pod 名称（{why}）；例如：whypod shop/checkout",
    ),
}

SOURCES: Mapping[str, Bilingual] = {
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

BAD_TARGETS: Mapping[str, Bilingual] = {
    "empty": Bilingual("empty", "为空"),
    "too-long": Bilingual("too long", "太长"),
    "bad-characters": Bilingual("characters no Kubernetes name can hold", "含有 Kubernetes 名称不允许的字符"),
    "too-many-parts": Bilingual("too many parts", "层级太多"),
    "unknown-kind": Bilingual("unknown kind of object", "未知的对象类型"),
}

HELP = Bilingual(
    """\
whypod [CLUSTER:]NS/POD...       why is this pod broken? asks the cluster of your kubeconfig, read-only
whypod NS/deploy/NAME            the sickest pod of a workload
whypod FILE...                   saved kubectl describe, get -o yaml|json, events, logs, in any mixture
kubectl describe pod P | whypod -

  -n, --namespace NS      for targets without one
  -c, --container NAME    this container alone
  --context NAME          another context of the kubeconfig
  --json                  one JSON object for each target or file
  --lang en|zh            language (otherwise WHYPOD_LANGUAGE, then LANG)
Exit status: 0 answered, 2 bad usage, 3 no such pod or file, 4 the cluster does not answer.
""",
    """\
whypod [集群:]命名空间/POD...    这个 Pod 为什么出问题？读取 kubeconfig 里的集群，只读
whypod 命名空间/deploy/名称      工作负载里问题最严重的 Pod
whypod 文件...                   保存下来的 kubectl describe、get -o yaml|json、事件、日志，可混在一起
kubectl describe pod P | whypod -

  -n, --namespace NS      没写命名空间时使用
  -c, --container NAME    只看这个容器
  --context NAME          kubeconfig 里的另一个 context
  --json                  每个目标或文件输出一个 JSON 对象
  --lang en|zh            语言（默认取 WHYPOD_LANGUAGE，其次 LANG）
退出状态：0 已回答，2 用法错误，3 没有这个 Pod 或文件，4 集群没有响应。
""",
)


def word(name: str, language: Language, **values: str) -> str:
    """One of the sentences, its `{names}` filled."""
    return WORDS[name].of(language).format(**values)
