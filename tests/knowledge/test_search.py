"""Finding a page as people type at 3 a.m., in both languages; and what hostile text must not do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.guide import guide
from knowledge.search import MOST_CHARACTERS, Index, nearest, search

ENGLISH = {
    "137": "exit-137",
    "exit code 137": "exit-137",
    "what does 137 mean": "exit-137",
    "sigterm 143": "exit-143",
    "segfault": "exit-139-134",
    "exit code 134 abort": "exit-139-134",
    "exit 2 golang": "exit-2-go",
    "panic: runtime error: invalid memory address or nil pointer dereference": "exit-2-go",
    "exit code 255": "exit-1-255",
    "exit code 1": "exit-1-255",
    "negative exit code": "exit-code-ranges",
    "last state": "last-state",
    "pod pending": "pending",
    "0/4 nodes are available: 2 Insufficient cpu": "pending",
    "untolerated taint": "pending",
    "stuck in ContainerCreating": "container-creating",
    "FailedCreatePodSandBox cni": "container-creating",
    "imagepullbackoff": "image-pull",
    "x509 certificate signed by unknown authority registry": "image-pull",
    "imagePullSecrets unauthorized": "image-pull-secrets",
    "ImageInspectError": "image-inspect-error",
    "crashloop": "crash-loop-back-off",
    "why does my pod keep restarting": "crash-loop-back-off",
    "CrashLopBackOff": "crash-loop-back-off",
    "pod stuck terminating": "terminating",
    "force delete pod": "terminating",
    "pod takes 30 seconds to stop": "terminating-slow",
    "grace period": "terminating-slow",
    "evicted": "evicted",
    "pod status unknown": "unknown",
    "oom killed": "oom",
    "memory leak": "oom",
    "page allocation failure": "memory-fragmentation",
    "no space left on device": "disk-full",
    "memory limit 1024m": "limits-unit",
    "configmap subPath not updated": "subpath-configmap",
    "restarts but no events": "restarts-without-events",
    "liveness probe failed": "probes-failing",
    "conntrack table full": "probes-failing",
    "difference between readiness and liveness": "probe-kinds",
    "CMD vs ENTRYPOINT": "entrypoint-pid1",
    "sidecar init container hangs": "init-sidecar",
    "rollback bad deployment": "rollout-broken",
    "cronjob did not run": "jobs",
    "pvc pending": "pvc-stuck",
    "Multi-Attach error": "pvc-stuck",
    "coredns timeout": "cluster-dns",
    "no such host": "cluster-dns",
    "node NotReady": "node-not-ready",
    "exceeded quota": "quota-admission",
    "namespace stuck terminating finalizer": "finalizers",
    "kubectl logs dial tcp 10250 i/o timeout": "exec-logs",
    "docker permission denied": "docker-socket",
    "who killed my process": "who-killed-it",
    "bpftrace": "who-killed-it",
}
CHINESE = {
    "退出码137": "exit-137",
    "谁杀的": "exit-137",
    "段错误": "exit-139-134",
    "空指针": "exit-2-go",
    "退出状态码区间": "exit-code-ranges",
    "上次状态怎么看": "last-state",
    "一直pending": "pending",
    "污点": "pending",
    "调度": "pending",
    "资源不足": "pending",
    "容器创建中": "container-creating",
    "镜像拉取失败": "image-pull",
    "自签名证书": "image-pull",
    "镜像损坏": "image-inspect-error",
    "一直重启怎么办": "crash-loop-back-off",
    "退避": "crash-loop-back-off",
    "删不掉": "terminating",
    "停得慢": "terminating-slow",
    "驱逐": "evicted",
    "节点失联": "unknown",
    "内存溢出": "oom",
    "泄漏": "oom",
    "内存碎片": "memory-fragmentation",
    "磁盘满了": "disk-full",
    "单位写错": "limits-unit",
    "配置不生效": "subpath-configmap",
    "重启次数多但是没有事件": "restarts-without-events",
    "健康检查失败": "probes-failing",
    "半连接队列": "probes-failing",
    "探针区别": "probe-kinds",
    "收不到信号": "entrypoint-pid1",
    "初始化容器卡住": "init-sidecar",
    "回滚": "rollout-broken",
    "定时任务没跑": "jobs",
    "云盘挂载不上": "pvc-stuck",
    "域名解析失败": "cluster-dns",
    "节点宕机": "node-not-ready",
    "超出配额": "quota-admission",
    "命名空间删不掉": "finalizers",
    "看不了日志": "exec-logs",
    "docker 没有权限": "docker-socket",
    "木马": "who-killed-it",
}

ON_CALL = {
    "why is my pod stuck in pending": "pending",
    "init container stuck": "init-sidecar",
    "服务 503": "probe-kinds",
    "pod 起不来": "crash-loop-back-off",
    "pods stuck in pending no nodes available": "pending",
    "my pod wont schedule gpu node": "pending",
    "container stuck creating for 10 minutes": "container-creating",
    "failed to mount volume timed out waiting for the condition": "container-creating",
    "how do i see why the last container died": "last-state",
    "cannot pull image from private ecr": "image-pull",
    "docker hub rate limit 429": "image-pull",
    "pod keeps getting killed by liveness": "probes-failing",
    "readiness probe 503 what does it do": "probe-kinds",
    "java app oomkilled even though heap is below limit": "oom",
    "node went notready last night": "node-not-ready",
    "how to roll back a broken deploy": "rollout-broken",
    "job keeps retrying then fails": "jobs",
    "pods got evicted during the night": "evicted",
    "kubectl exec hangs": "exec-logs",
    "pod 调度不上去 节点资源够": "pending",
    "镜像拉不下来 401": "image-pull",
    "容器反复重启 日志正常": "crash-loop-back-off",
    "pod 删除卡住怎么强制删": "terminating",
    "挂载 configmap 改了没生效": "subpath-configmap",
    "节点磁盘快满了怎么清理": "disk-full",
    "内存没超限制为什么被 oom": "oom",
    "initContainer 一直没跑完": "init-sidecar",
    "dns 解析偶尔超时": "cluster-dns",
    "发布之后新版本起不来怎么回滚": "rollout-broken",
    "进程被 kill -9 不知道谁干的": "exit-137",
    "退出码 139 是什么": "exit-139-134",
    "kubectl logs 报 10250 超时": "exec-logs",
    "命名空间一直 terminating": "finalizers",
    "pod 状态 unknown 节点失联": "unknown",
    "网关返回 502": "probe-kinds",
}
IN_OTHER_WORDS = {
    "my pod can't talk to another service by name": "cluster-dns",
    "getaddrinfo ENOTFOUND in the container": "cluster-dns",
    "pod stuck in creating for 20 minutes": "container-creating",
    "node disk is 95% full": "disk-full",
    "容器收不到停止信号": "entrypoint-pid1",
    "why was my pod evicted": "evicted",
    "pod was moved to another node by itself": "evicted",
    "kubectl exec hangs": "exec-logs",
    "程序只报退出码 1": "exit-1-255",
    "C++ program aborts with core dump": "exit-139-134",
    "golang service exits with 2": "exit-2-go",
    "nil pointer dereference goroutine 1": "exit-2-go",
    "退出码大于 128 是什么意思": "exit-code-ranges",
    "how to remove a finalizer": "finalizers",
    "命名空间删除不掉": "finalizers",
    "私有仓库怎么配置密钥": "image-pull-secrets",
    "image tag does not exist": "image-pull",
    "init container never finishes": "init-sidecar",
    "初始化容器一直失败": "init-sidecar",
    "where do I see why the last container died": "last-state",
    "node went NotReady": "node-not-ready",
    "kubelet stopped posting status": "node-not-ready",
    "pod uses too much memory and dies": "oom",
    "java heap space vs container limit": "oom",
    "insufficient cpu on all nodes": "pending",
    "没有合适的节点可以调度": "pending",
    "service has no endpoints": "probe-kinds",
    "should I use liveness or readiness": "probe-kinds",
    "liveness probe times out under load": "probes-failing",
    "探针偶尔超时导致重启": "probes-failing",
    "pvc won't bind": "pvc-stuck",
    "disk cannot attach to the new node": "pvc-stuck",
    "exceeded quota on namespace": "quota-admission",
    "webhook denies my pod": "quota-admission",
    "重启了几十次但是 describe 看不到原因": "restarts-without-events",
    "how do I roll back a deployment": "rollout-broken",
    "new release is broken, undo it": "rollout-broken",
    "新版本上线后起不来怎么回滚": "rollout-broken",
    "pod takes 30s to terminate": "terminating-slow",
    "删除 pod 要等很久": "terminating-slow",
    "pod stuck terminating": "terminating",
    "force delete a pod": "terminating",
    "pod 删不掉": "terminating",
    "pod status unknown after node loss": "unknown",
    "how to trace which process killed mine": "who-killed-it",
    "服务之间互相访问不通，提示找不到主机": "cluster-dns",
    "sandbox failed to create network": "container-creating",
    "pod 一直卡在 ContainerCreating": "container-creating",
    "container starts and exits immediately over and over": "crash-loop-back-off",
    "app dies right after start": "crash-loop-back-off",
    "容器起来就退出，反复重启": "crash-loop-back-off",
    "no inodes left": "disk-full",
    "磁盘空间满了怎么清理": "disk-full",
    "cannot connect to docker, permission denied": "docker-socket",
    "docker ps needs sudo": "docker-socket",
    "my dockerfile CMD is ignored": "entrypoint-pid1",
    "ctrl-c does not stop the container": "entrypoint-pid1",
    "pod shows Error instead of Running": "error-state",
    "what does RunContainerError mean": "error-state",
    "节点内存压力把我的 pod 赶走了": "evicted",
    "kubectl logs shows nothing": "exec-logs",
    "看不到容器日志": "exec-logs",
    "process exited with status 1 and no message": "exit-1-255",
    "what is exit 137": "exit-137",
    "container got SIGKILL": "exit-137",
    "java process segfaults": "exit-139-134",
    "程序段错误崩溃": "exit-139-134",
    "is 143 an error": "exit-143",
    "how to shut down gracefully on SIGTERM": "exit-143",
    "what do exit codes above 128 mean": "exit-code-ranges",
    "namespace won't delete": "finalizers",
    "InvalidImageName": "image-inspect-error",
    "imagePullPolicy never but image not there": "image-inspect-error",
    "how do I use a private registry": "image-pull-secrets",
    "pull from docker hub asks for login": "image-pull-secrets",
    "docker hub rate limit hit": "image-pull",
    "拉取镜像太慢超时": "image-pull",
    "istio sidecar keeps job running": "init-sidecar",
    "cronjob did not run last night": "jobs",
    "job reached backoff limit": "jobs",
    "定时任务没有执行": "jobs",
    "how to read describe output of a dead container": "last-state",
    "怎么看上一次容器退出的原因": "last-state",
    "memory limit 512m is wrong unit": "limits-unit",
    "cpu throttled although usage is low": "limits-unit",
    "内存单位写成 m 了": "limits-unit",
    "page allocation failure order 4": "memory-fragmentation",
    "内存碎片导致分配失败": "memory-fragmentation",
    "节点突然变成 NotReady": "node-not-ready",
    "内存泄漏导致容器被杀": "oom",
    "pod not scheduled anywhere": "pending",
    "502 bad gateway during rollout": "probe-kinds",
    "health check returns connection refused": "probes-failing",
    "云盘挂不上": "pvc-stuck",
    "replicaset creates no pods": "quota-admission",
    "restart count goes up but no events": "restarts-without-events",
    "configmap changed but file in pod is old": "subpath-configmap",
    "改了 ConfigMap 容器里没变": "subpath-configmap",
    "节点失联后 pod 变成 Unknown": "unknown",
    "who sent the kill signal": "who-killed-it",
    "怎么查是谁杀了我的进程": "who-killed-it",
}
"""Questions that share few words with the page's own."""
OF_ANYTHING = [
    "best restaurant near me",
    "write me a poem about pods",
    "job interview tips",
    "memory of elephants",
    "exit the building",
    "disk jockey",
    "node js tutorial",
    "今天天气怎么样",
    "声音太小了",
    "price of gold",
    "secret santa ideas",
    "volume up",
    "turn the volume down please",
    "what time is it",
    "how do I delete my account",
    "the weather is terminating",
    "my bike has a broken probe",
    "image of a cat",
    "how to quit smoking",
    "restart my laptop",
    "signal app does not send messages",
    "how to learn kubernetes",
    "install kubectl on mac",
    "怎么做面包",
    "推荐一家餐厅",
    "如何学习英语",
    "怎么重启我的手机",
    "写一首诗",
    "信号不好打不了电话",
    "买一块硬盘",
    "任务管理软件推荐",
    "health insurance check",
    "ready player one",
    "how to bake bread",
    "volume up",
]
"""Sentences about other things, each with a word that a page has."""
ELSEWHERE = [
    "certificate expired",
    "hpa not scaling",
    "etcd slow",
    "how do i renew my letsencrypt certificate",
    "ingress returns 404",
    "prometheus not scraping targets",
    "hpa 不扩容怎么办",
    "证书过期了怎么更新",
    "etcd 磁盘慢导致选主",
]


@pytest.mark.parametrize("words", ["", "   ", "?!", "qqqqxyzzy", "的", "the of", "💥", "\x00", "魑魅"])
def test_what_nobody_wrote_is_not_found(words: str) -> None:
    """No page is better than a random one: the caller then lists the topics."""
    assert search(words) == ()


@pytest.mark.parametrize(
    "words", ['"', "a AND", "NEAR(a b)", "name:oom", "oom*", "-oom", "(oom", "'; DROP TABLE page;--"]
)
def test_the_query_language_of_sqlite_is_out_of_reach(words: str) -> None:
    """Quotes, operators and column names are words or nothing, and the index survives them."""
    search(words)

    assert search("oom")[0].page.topic == "oom"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_safe(words: str) -> None:
    """Whatever is typed, pages or nothing comes back, best first, each once."""
    hits = search(words)

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.page.topic for hit in hits}) == len(hits) <= 5


def test_a_text_without_end_is_read_to_its_bound() -> None:
    """A whole log pasted into the command costs no more than its first line."""
    assert search("oom " + "x" * 1_000_000)[0].page.topic == "oom"
    assert search("z" * MOST_CHARACTERS + " oom") == ()


@pytest.mark.parametrize(
    ("words", "topic"), [*ENGLISH.items(), *CHINESE.items(), *ON_CALL.items(), *IN_OTHER_WORDS.items()]
)
def test_the_right_page_comes_first(words: str, topic: str) -> None:
    """What people type leads to the page that was written for it."""
    assert [hit.page.topic for hit in search(words)][:1] == [topic]


@pytest.mark.parametrize("words", OF_ANYTHING)
def test_a_shared_word_is_no_page(words: str) -> None:
    """A question without a word of the field needs a keyword that is no plain English."""
    assert search(words) == ()


@pytest.mark.parametrize("words", ELSEWHERE)
def test_where_no_page_is_about_it_none_is_shown(words: str) -> None:
    """Pages that share a word with the question are the nearest ones and no answer."""
    assert search(words) == ()
    assert all(not hit.fits for hit in nearest(words)[:1])


@pytest.mark.parametrize(
    ("words", "reference"),
    [
        ("subPath bind mount", "subpath-configmap#why"),
        ("kernel log oom journalctl", "oom#where-the-kernel-writes-it"),
        ("conntrack 表满", "probes-failing#the-connection-table-is-full"),
        ("systemtap ubuntu dbgsym", "who-killed-it#older-kernels-systemtap"),
        ("crashloopbackoff 退避时间", "crash-loop-back-off#the-arithmetic-of-the-back-off"),
        ("taint condition table", "pending#taints-and-the-conditions-behind-them"),
        ("force delete statefulset", "terminating#force-deletion-and-its-price"),
        ("webhook timeout", "quota-admission#a-webhook-that-does-not-answer"),
    ],
)
def test_the_right_section_is_shown(words: str, reference: str) -> None:
    """Of a long page, the part that was asked for."""
    best = search(words)[0]

    assert f"{best.page.topic}#{best.section.id}" == reference


def test_every_two_character_word_of_the_titles_is_found() -> None:
    """Chinese needs no word boundaries: any two neighboring characters of a title find its page."""
    index = Index(guide())
    for page in guide().pages.values():
        run = "".join(sign for sign in page.title.zh if "\u4e00" <= sign <= "\u9fff")
        pairs = [run[at : at + 2] for at in range(len(run) - 1) if run[at : at + 2] in page.title.zh]
        lost = [pair for pair in pairs if page not in [hit.page for hit in index.search(f"{pair} {page.topic}", 40)]]
        assert lost == []


def test_many_people_may_search_at_once() -> None:
    """The listeners' threads share one index, and the first of them builds it."""
    with ThreadPoolExecutor(8) as people:
        found = list(people.map(search, ["oom", "磁盘满", "137", "pvc"] * 25))

    assert [hits[0].page.topic for hits in found] == ["oom", "disk-full", "exit-137", "pvc-stuck"] * 25
