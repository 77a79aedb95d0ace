"""The sentences of the procedure, English and Chinese side by side. Data only; `$names` are filled by `procedure`."""

from collections.abc import Mapping

from core.bilingual import Bilingual
from knowledge.tracing.watch.state import ProcedureState

HEADLINES: Mapping[ProcedureState, Bilingual] = {
    "open": Bilingual(
        "Kubernetes does not know who killed `$container` ($ending); the next kill can be caught on `$node`",
        "Kubernetes 不知道是谁杀了 `$container`（$ending）；可以在 `$node` 上抓住下一次",
    ),
    "explained": Bilingual(
        "That explains how `$container` ended ($ending): there is nobody to trace",
        "`$container` 的退出（$ending）由此可以解释：不需要抓信号",
    ),
    "not-killed": Bilingual(
        "Nobody killed `$container`: it ended by itself with exit code $code",
        "没有人杀 `$container`：它是自己退出的，退出码 $code",
    ),
    "never-ended": Bilingual(
        "No run of `$container` has ended yet, so nobody has killed it; the first kill can be caught on `$node`",
        "`$container` 还没有退出过，也就没有被杀过；可以在 `$node` 上等第一次",
    ),
    "nowhere": Bilingual(
        "This pod is on no node: there is no process anybody could have killed",
        "这个 Pod 不在任何节点上：没有进程，也就没有谁能杀它",
    ),
    "windows": Bilingual(
        "`$node` runs Windows: there are no signals there, and no tracing of them",
        "`$node` 是 Windows 节点：没有信号机制，也就无从抓取",
    ),
}
MEANINGS: Mapping[ProcedureState, Bilingual] = {
    "open": Bilingual(
        "A signal leaves no record of its sender; only the OOM killer and the kubelet write down what they did. So look back once, then wait for the next one.",
        "信号不会留下发送者的记录，只有 OOM killer 和 kubelet 会写日志。先回头查一次日志，再等下一次。",
    ),
    "explained": Bilingual("", ""),
    "not-killed": Bilingual(
        "A signal would show as 128 + its number. A child process that was killed first does not show: then the log says so, and the steps below work with that child's PID.",
        "如果是信号，退出码会是 128 加信号编号。子进程先被杀的情况看不出来：那样日志里会有记录，把下面步骤里的 PID 换成子进程的即可。",
    ),
    "never-ended": Bilingual(
        "If you expect one, start this now and let it run.", "如果预计会发生，现在就开始抓，让它一直跑着。"
    ),
    "nowhere": Bilingual("`/whypod $target` says why it is not running.", "`/whypod $target` 可以查它为什么没有运行。"),
    "windows": Bilingual(
        "Look at the container's log and at the Windows event log of the node; `/exitcode $code` explains the status.",
        "请看容器日志和节点的 Windows 事件日志；`/exitcode $code` 可以解释这个状态码。",
    ),
}

BY_SIGNAL = Bilingual("exit code $code, $signal", "退出码 $code，$signal")
KNOWN = Bilingual("Known so far", "目前已知")
AS_ROOT = Bilingual(
    "All of it runs on the node, as root, in one shell. It changes nothing in the cluster; installing changes the node.",
    "以下命令都在节点上以 root 身份、在同一个 shell 里执行。不会改动集群里的任何东西；安装软件会改动节点。",
)
AS_ROOT_SEALED = Bilingual(
    "Nothing can be installed on $system: its root file system is read-only. The tools come with a debug pod, which is the one thing that changes the cluster; delete it afterwards.",
    "$system 的根文件系统只读，装不了软件。工具放在调试 Pod 里带进去：只有这一步会改动集群，用完请删除。",
)
NO_NODE = Bilingual(
    "I could not read the node ($why), so I do not know its system and kernel. This works on every Linux kernel and needs nothing installed; `cat /etc/os-release; uname -r` tells you what else is possible.",
    "读不到节点信息（$why），不知道它的系统和内核版本。下面这种办法任何 Linux 内核都能用，什么都不用装；想用别的工具，先看 `cat /etc/os-release; uname -r`。",
)
UNKNOWN_SYSTEM = Bilingual(
    "I know no packages for `$system`. This works on every Linux kernel and needs nothing installed.",
    "不清楚 `$system` 有哪些软件包。下面这种办法任何 Linux 内核都能用，什么都不用装。",
)

ENTER = Bilingual("Get onto the node", "进入节点")
FIND_PID = Bilingual("Find the process", "找到进程")
LOOK_BACK = Bilingual("Look back, at the time of the last kill", "先查上一次被杀时的日志")
LOOK_BACK_NOTE = Bilingual(
    "`Killed process` with its name: the node's OOM killer. `Killing container` of the kubelet: a probe, a deletion or an eviction. Neither: go on.",
    "出现 `Killed process` 加它的名字：是节点的 OOM killer；kubelet 写着 `Killing container`：是探针、删除或驱逐。都没有就继续。",
)
INSTALL = Bilingual("Install", "安装")
TOOLS = Bilingual("Fetch the tool, inside the debug pod", "在调试 Pod 里准备工具")
WATCH = Bilingual("Watch for the signal", "等信号")

PID_NEW = Bilingual(
    "After a restart the process has another PID: run this again.", "容器重启后 PID 会变，需要重新执行这一步。"
)
PID_WAITING = Bilingual(
    "There is no process just now; this waits for the next start.", "现在没有进程；这条命令会一直等到下一次启动。"
)
PID_BY_EYE = Bilingual(
    "Take the PID from the row of this container: `PID=12345`", "从这个容器的那一行取 PID：`PID=12345`"
)

EXPECT = Bilingual(
    "**Expect** nothing until it happens; then one line: who, which signal, and the chain above the sender.",
    "**预期**：发生之前什么都不输出；发生时打印一行：谁、发了什么信号、上级进程链。",
)
HOW_LONG = Bilingual(
    "**How long**: until the container ends once more. Its last run lived $lived, so give it at least $wait.",
    "**等多久**：等到容器再次退出。上一次运行了 $lived，所以至少要等 $wait。",
)
HOW_LONG_UNKNOWN = Bilingual(
    "**How long**: until the container ends once more. For hours or days run it inside `tmux` or `screen`.",
    "**等多久**：等到容器再次退出。要等几小时或几天的话，请放在 `tmux` 或 `screen` 里跑。",
)
AND_THEN = Bilingual(
    "Then paste what it printed: I read it and say who that was.", "抓到之后把输出粘贴给我，我来判断是谁。"
)

WAYS: Mapping[str, tuple[Bilingual, Bilingual]] = {
    "bpftrace": (
        Bilingual("bpftrace", "bpftrace"),
        Bilingual(
            "Sees every signal, also the kernel's own, and the sender's ancestors. Nothing to compile, no debug symbols. `arrived: 9` follows every deadly signal, SIGTERM too: the kernel ends the threads that way.",
            "能看到所有信号，包括内核自己发的，还有发送者的上级进程。不用编译，不需要调试符号。任何致命信号之后都会出现 `arrived: 9`，SIGTERM 也一样：内核就是这样结束各个线程的。",
        ),
    ),
    "bpftrace-plain": (
        Bilingual("bpftrace", "bpftrace"),
        Bilingual(
            "Sees every signal, also the kernel's own. This kernel has no BTF, so the sender's parents are not shown: look at once with `ps -o ppid,cmd -p SENDER`.",
            "能看到所有信号，包括内核自己发的。这个内核没有 BTF，打不出发送者的父进程：请马上用 `ps -o ppid,cmd -p 发送者PID` 看。",
        ),
    ),
    "tracefs": (
        Bilingual("The kernel's own tracing", "内核自带的跟踪"),
        Bilingual(
            "Nothing to install, on every kernel; it shows the sender but not its parents. Read it live: the name of a sender that ended is looked up too late.",
            "什么都不用装，任何内核都有；能看到发送者，看不到它的父进程。要实时读：发送者退出之后，名字就查不准了。",
        ),
    ),
    "killsnoop": (
        Bilingual("killsnoop (bcc)", "killsnoop（bcc）"),
        Bilingual(
            "A table, easy to read. It sees `kill` alone: neither the kernel's signals (OOM) nor `pidfd_send_signal`, which Go programs use since 1.23. Nothing in it proves nothing.",
            "输出是表格，好读。但只看得到 `kill`：内核发的信号（OOM）看不到，Go 1.23 起使用的 `pidfd_send_signal` 也看不到。没有输出不能说明没人发过。",
        ),
    ),
    "audit": (
        Bilingual("An audit rule", "审计规则（auditd）"),
        Bilingual(
            "Runs for days without anybody watching, and notes the sender's file, parent and login, which cannot be forged. It does not see the kernel's own signals.",
            "可以无人值守跑好几天，并记下发送者的可执行文件、父进程和登录用户，这些伪造不了。看不到内核自己发的信号。",
        ),
    ),
    "systemtap": (
        Bilingual("SystemTap", "SystemTap"),
        Bilingual(
            "The way of kernels too old for eBPF (CentOS 7). It compiles a kernel module, so it needs the headers of exactly this kernel, on old versions its debug symbols (gigabytes), and a SystemTap that is not much older than the kernel. Secure Boot refuses unsigned modules.",
            "适合内核太老、用不了 eBPF 的系统（CentOS 7）。它要编译内核模块：头文件必须和内核版本完全一致，旧版本还需要调试符号（几个 GB），SystemTap 也不能比内核旧太多。开启 Secure Boot 时，未签名的模块会被拒绝。",
        ),
    ),
}
NOT_BUILT = Bilingual(
    "Kernel `$kernel` is not one that $system builds: its archive has no headers or debug symbols for it. Whoever built the kernel has them; the other ways need none.",
    "内核 `$kernel` 不是 $system 官方构建的：软件源里没有它的头文件和调试符号，要找构建它的人要。其他办法不需要这些。",
)
OUTDATED = {
    "ubuntu": Bilingual(
        "Older instructions use `apt-key`: it is deprecated and gone from current releases; the keyring package and `signed-by` replace it.",
        "老教程里的 `apt-key` 已废弃，新版本里已经没有了；现在用密钥环软件包加 `signed-by`。",
    ),
    "centos7": Bilingual(
        "CentOS 7 ended in June 2024: its packages moved to vault.centos.org. Older instructions turn `gpgcheck` off for the debug repository; there is no need to.",
        "CentOS 7 已于 2024 年 6 月停止维护，软件包移到了 vault.centos.org。老教程给 debuginfo 源关掉 `gpgcheck`，没有必要。",
    ),
}
AFTER_KILL = Bilingual("# after the next kill:", "# 再次被杀之后：")
AFTERWARDS = Bilingual("# afterwards, to switch it off:", "# 用完之后关掉：")
