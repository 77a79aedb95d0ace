"""The words of the shell command `whypod`, English and Chinese side by side. Data only."""

from collections.abc import Mapping

from core.messages.model import Language

WORDS: Mapping[str, Mapping[Language, str]] = {
    "evidence": {"en": "Evidence", "zh": "依据"},
    "ruled-out": {"en": "Ruled out", "zh": "已排除"},
    "not-seen": {"en": "Not seen", "zh": "未获取到"},
    "worth-knowing": {"en": "Worth knowing", "zh": "值得注意"},
    "also": {"en": "Also", "zh": "另外"},
    "could-be": {"en": "Could also be", "zh": "也可能是"},
    "next": {"en": "Next", "zh": "下一步"},
    "changes": {"en": "Changes the cluster", "zh": "会改动集群"},
    "containers": {"en": "Containers", "zh": "容器"},
    "restart": {"en": "restart", "zh": "次重启"},
    "restarts": {"en": "restarts", "zh": "次重启"},
    "log": {"en": "Last log lines", "zh": "日志末尾"},
    "log-previous": {"en": "Last log lines of the run before", "zh": "上一次运行的日志末尾"},
    "hidden-one": {"en": "secret value hidden", "zh": "处敏感内容已隐去"},
    "hidden": {"en": "secret values hidden", "zh": "处敏感内容已隐去"},
    "times": {"en": "times", "zh": "次"},
    "more": {"en": "more", "zh": "条未列出"},
    "nothing": {"en": "I found no reason", "zh": "没有找到原因"},
    "nothing-advice": {
        "en": "Nothing that could be seen matches a known cause. Describe the pod and look at its log:",
        "zh": "能看到的信息里没有匹配的已知原因。可以查看 Pod 描述和日志：",
    },
    "nothing-to-ask": {
        "en": "Nothing in it matches a known cause. What kubectl describe pod and the end of the log say would help.",
        "zh": "里面没有匹配的已知原因。再附上 kubectl describe pod 的输出和日志末尾会有帮助。",
    },
    "several": {"en": "{target} fits several pods; name one of them:", "zh": "{target} 匹配多个 Pod，请指定其中一个："},
    "no-object": {"en": "no such {kind}: {target}", "zh": "没有这个 {kind}：{target}"},
    "pod": {"en": "pod", "zh": "Pod"},
    "no-namespace": {"en": "the namespace of {target} does not exist", "zh": "{target} 的命名空间不存在"},
    "nearest": {"en": "; did you mean {names}?", "zh": "；是不是 {names}？"},
    "no-file": {"en": "no such file: {target}", "zh": "没有这个文件：{target}"},
    "cannot-read": {"en": "cannot read {target}: {why}", "zh": "无法读取 {target}：{why}"},
    "bad-target": {
        "en": "{target!r} names no pod ({why}); for example: whypod shop/checkout",
        "zh": "{target!r} 不是有效的 Pod 名称（{why}）；例如：whypod shop/checkout",
    },
}

SOURCES: Mapping[str, Mapping[Language, str]] = {
    "status": {"en": "status", "zh": "状态"},
    "event": {"en": "event", "zh": "事件"},
    "log": {"en": "log", "zh": "日志"},
    "previous-log": {"en": "previous log", "zh": "上次运行的日志"},
    "condition": {"en": "condition", "zh": "condition"},
    "node": {"en": "node", "zh": "节点"},
    "owner": {"en": "workload", "zh": "工作负载"},
    "spec": {"en": "spec", "zh": "spec"},
    "journal": {"en": "node log", "zh": "节点日志"},
    "fact": {"en": "worked out", "zh": "推断"},
}

BAD_TARGETS: Mapping[str, Mapping[Language, str]] = {
    "empty": {"en": "empty", "zh": "为空"},
    "too-long": {"en": "too long", "zh": "太长"},
    "bad-characters": {"en": "characters no Kubernetes name can hold", "zh": "含有 Kubernetes 名称不允许的字符"},
    "too-many-parts": {"en": "too many parts", "zh": "层级太多"},
    "unknown-kind": {"en": "unknown kind of object", "zh": "未知的对象类型"},
}

HELP: Mapping[Language, str] = {
    "en": """\
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
    "zh": """\
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
}


def word(name: str, language: Language, **values: str) -> str:
    """One of the sentences, its `{names}` filled."""
    return WORDS[name][language].format(**values)
