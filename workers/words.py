"""The words of the shell command `whypod`, English and Chinese side by side. Data only."""

from collections.abc import Mapping

from core.bilingual import Bilingual

CONTAINERS = Bilingual("Containers", "容器")
RESTART = Bilingual("restart", "次重启")
RESTARTS = Bilingual("restarts", "次重启")
SEVERAL = Bilingual("{target} fits several pods; name one of them:", "{target} 匹配多个 Pod，请指定其中一个：")
NO_OBJECT = Bilingual("no such {kind}: {target}", "没有这个 {kind}：{target}")
POD = Bilingual("pod", "Pod")
NO_NAMESPACE = Bilingual("the namespace of {target} does not exist", "{target} 的命名空间不存在")
NEAREST = Bilingual("; did you mean {names}?", "；是不是 {names}？")
NO_FILE = Bilingual("no such file: {target}", "没有这个文件：{target}")
CANNOT_READ = Bilingual("cannot read {target}: {why}", "无法读取 {target}：{why}")
BAD_TARGET = Bilingual(
    "{target!r} names no pod ({why}); for example: whypod shop/checkout",
    "{target!r} 不是有效的 Pod 名称（{why}）；例如：whypod shop/checkout",
)


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
