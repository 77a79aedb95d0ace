"""The sentences about a captured trace, English and Chinese side by side. Data only; `$names` are filled by `render`."""

from collections.abc import Mapping

from core.bilingual import Bilingual
from knowledge.tracing.verdict import SenderKind

VERDICTS: Mapping[SenderKind, tuple[Bilingual, Bilingual]] = {
    "runtime": (
        Bilingual(
            "The container runtime (`$who`) sent $signal to $target: a stop that was asked for",
            "是容器运行时（`$who`）向 $target 发的 $signal：有人让它停",
        ),
        Bilingual(
            "The sender is what normally stops containers. A signal does not say who asked the runtime: the kubelet (a failed probe, a deleted or evicted pod), or somebody with `crictl`, `docker` or `ctr`. The kubelet's log does.",
            "发送者没有异常。但信号里看不出是谁让运行时去停的：可能是 kubelet（探针失败、Pod 被删除或驱逐），也可能有人用了 `crictl`、`docker` 或 `ctr`。看 kubelet 的日志就知道。",
        ),
    ),
    "runtime-grace": (
        Bilingual(
            "The container runtime (`$who`) stopped $target: SIGTERM first, SIGKILL when the grace period was over",
            "是容器运行时（`$who`）停掉了 $target：先发 SIGTERM，宽限期用完后再发 SIGKILL",
        ),
        Bilingual(
            "A normal stop, but the program did not exit on SIGTERM$grace. Often PID 1 is a shell that does not forward the signal, or a program without a handler. The kubelet's log says who asked for the stop.",
            "这是正常的停止流程，只是程序收到 SIGTERM 后没有退出$grace。常见原因：PID 1 是不转发信号的 shell，或程序没有处理 SIGTERM。是谁要求停止的，看 kubelet 的日志。",
        ),
    ),
    "kernel-oom": (
        Bilingual("The kernel's OOM killer killed $target", "是内核的 OOM killer 杀掉了 $target"),
        Bilingual(
            "This is the kernel's own record. “Memory cgroup” means that a container reached its limit (the reason is then `OOMKilled`, unless a child process was killed); without it, the node itself ran out of memory.",
            "这是内核自己的记录。写着 “Memory cgroup” 说明是容器达到了内存 limit（reason 会是 `OOMKilled`，除非被杀的是子进程）；没有这几个字，就是节点本身内存耗尽。",
        ),
    ),
    "kernel": (
        Bilingual(
            "The kernel sent SIGKILL to $target by itself; no program asked for it",
            "SIGKILL 是内核自己发给 $target 的，没有程序要求",
        ),
        Bilingual(
            "Three things do that: the OOM killer (`$who` is then merely the process that was allocating memory at that moment), the exit of the container's PID 1, which takes all other processes with it, and an eBPF security policy (Tetragon). The kernel log settles the first.",
            "有三种情况：OOM killer（此时 `$who` 只是当时正在申请内存的进程）；容器的 PID 1 退出，内核随之杀掉其余进程；eBPF 安全策略（如 Tetragon）。第一种看内核日志就能确认。",
        ),
    ),
    "oom-helper": (
        Bilingual(
            "A memory watcher on the node (`$who`) killed $target", "是节点上的内存守护程序（`$who`）杀掉了 $target"
        ),
        Bilingual(
            "It kills before the kernel's OOM killer would, and Kubernetes never learns of it: no `OOMKilled`, no event. The kubelet evicts pods by itself; on a Kubernetes node, configure such a watcher to leave kubepods alone.",
            "它会抢在内核 OOM killer 之前动手，Kubernetes 不会知道：没有 `OOMKilled`，也没有事件。kubelet 自己会做驱逐；在 Kubernetes 节点上，最好让这类程序不要管 kubepods。",
        ),
    ),
    "systemd": (
        Bilingual(
            "systemd sent $signal to $target: a unit was stopped or restarted",
            "是 systemd 向 $target 发的 $signal：某个 unit 被停止或重启",
        ),
        Bilingual(
            "When the unit of a runtime is stopped with `KillMode=control-group`, its containers go with it; a shutdown of the node does the same.",
            "运行时的 unit 若是 `KillMode=control-group`，停它时容器也会一起被杀；节点关机也是如此。",
        ),
    ),
    "operator": (
        Bilingual(
            "Somebody sent $signal to $target from a shell on the node$login",
            "有人在节点的 shell 里向 $target 发了 $signal$login",
        ),
        Bilingual(
            "`$who` is an ancestor of the sender: a login, not a program of the cluster. A script started there counts too. Find out who was logged in at that time.",
            "发送者的上级进程里有 `$who`：这是登录会话，不是集群里的程序；在那里启动的脚本也算。看当时谁登录着就清楚了。",
        ),
    ),
    "remote": (
        Bilingual(
            "Automation on the node (`$who`) sent $signal to $target",
            "是节点上的自动化程序（`$who`）向 $target 发的 $signal",
        ),
        Bilingual(
            "It runs commands issued from elsewhere, by a person or on a schedule. Its log or console names the command.",
            "它执行的是别处下发的命令，可能来自人，也可能来自定时任务。看它自己的日志或控制台，能查到具体命令。",
        ),
    ),
    "scheduled": (
        Bilingual("A scheduled job (`$who`) sent $signal to $target", "是定时任务（`$who`）向 $target 发的 $signal"),
        Bilingual(
            "A crontab on the node kills by name or by age: `pkill java` also meets the java in a container. The minute of the kill tells which line it was.",
            "节点上的 crontab 在按名称或时长杀进程：`pkill java` 也会杀到容器里的 java。对一下被杀的时刻，就知道是哪一行。",
        ),
    ),
    "container-shell": (
        Bilingual(
            "A shell in a container (`$who`) sent $signal to $target",
            "是某个容器里的 shell（`$who`）向 $target 发的 $signal",
        ),
        Bilingual(
            "Either somebody with `kubectl exec`, or the container's own start script. From inside, SIGKILL cannot reach the container's PID 1 (pid_namespaces(7)): it hit another process, or came from a container that shares the PID namespace.",
            "要么有人用了 `kubectl exec`，要么是容器自己的启动脚本。容器内部发出的 SIGKILL 杀不到本容器的 PID 1（pid_namespaces(7)）：被杀的是别的进程，或者发送者在共享 PID 命名空间的另一个容器里。",
        ),
    ),
    "supervisor": (
        Bilingual(
            "A process manager (`$who`) sent $signal to $target, probably its own worker",
            "是进程管理程序（`$who`）向 $target 发的 $signal，被杀的多半是它自己的 worker",
        ),
        Bilingual(
            "Masters kill workers that do not answer in time, use too much memory or are due for replacement. The program's log says so in its own words (gunicorn: `WORKER TIMEOUT`).",
            "主进程会杀掉超时无响应、内存超标或需要替换的 worker。它的日志里会写明（如 gunicorn 的 `WORKER TIMEOUT`）。",
        ),
    ),
    "own": (
        Bilingual(
            "$target was sent $signal by itself or by a process it had started (`$who`)",
            "$signal 是 $target 自己，或者它启动的进程（`$who`）发的",
        ),
        Bilingual(
            "No outsider took part: the program itself called `abort`, `raise` or `kill`. Its log holds the reason.",
            "与外部无关：是程序自己调用了 `abort`、`raise` 或 `kill`。原因看它的日志。",
        ),
    ),
    "container": (
        Bilingual(
            "A process in a container (`$who`) sent $signal to $target",
            "是某个容器里的进程（`$who`）向 $target 发的 $signal",
        ),
        Bilingual(
            "A program of the same pod, or of one that may see the node's processes (`hostPID`). Its cgroup names the pod.",
            "可能是同一个 Pod 里的程序，也可能是能看到节点进程的 Pod（`hostPID`）。看它的 cgroup 就知道是哪个 Pod。",
        ),
    ),
    "debugger": (
        Bilingual(
            "A debugger or profiler (`$who`) sent $signal to $target",
            "是调试器或性能分析工具（`$who`）向 $target 发的 $signal",
        ),
        Bilingual(
            "Somebody was inspecting the process; ending the session the wrong way ends the program.",
            "有人正在调试这个进程；退出方式不对，程序会跟着结束。",
        ),
    ),
    "security": (
        Bilingual("A security agent (`$who`) sent $signal to $target", "是安全软件（`$who`）向 $target 发的 $signal"),
        Bilingual(
            "It took the program for something forbidden. Its console names the rule; add an exception for this image there.",
            "它把这个程序当成了违规程序。在它的控制台可以看到命中的规则，也在那里给这个镜像加白名单。",
        ),
    ),
    "intruder": (
        Bilingual(
            "`$who` stands behind the $signal to $target, and has no business on a node: treat it as a break-in until shown otherwise",
            "向 $target 发 $signal 的背后是 `$who`，它不该出现在节点上：查清之前请按入侵处理",
        ),
        Bilingual(
            "$why Miners kill what competes for the CPU. Do not kill it yet: look at it first, take the node out of service (cordon), and call whoever handles security.",
            "$why挖矿木马会杀掉和它抢 CPU 的进程。先不要杀它：先查看，再把节点隔离（cordon），并联系安全团队。",
        ),
    ),
    "unknown": (
        Bilingual(
            "`$who` sent $signal to $target; I do not know that program",
            "向 $target 发 $signal 的是 `$who`，我不认识这个程序",
        ),
        Bilingual(
            "The file it runs, the package that owns the file, and its parent show what it is.",
            "看它运行的是哪个文件、属于哪个软件包、父进程是谁，就知道它是什么了。",
        ),
    ),
    "ignored": (
        Bilingual(
            "Every signal seen was refused or thrown away: none of them killed $target",
            "捕获到的信号都被拒绝或丢弃了：$target 不是被它们杀死的",
        ),
        Bilingual(
            "SIGKILL from inside a container to its PID 1 has no effect, and neither has a signal one may not send. Let the trace run until the next end of the container.",
            "容器内部发给 PID 1 的 SIGKILL 不起作用；没有权限发送的信号也一样。请继续抓取，直到容器下一次退出。",
        ),
    ),
    "harmless": (
        Bilingual(
            "No signal in it kills: $signal is ignored by default", "里面没有会杀死进程的信号：$signal 默认会被忽略"
        ),
        Bilingual(
            "SIGCHLD, SIGCONT, SIGURG and SIGWINCH come all the time. Let the trace run until the container ends once more.",
            "SIGCHLD、SIGCONT、SIGURG、SIGWINCH 随时都有。请继续抓取，直到容器再次退出。",
        ),
    ),
}
"""Title and meaning of every verdict."""

COMMON = "ls -l /proc/$pid/exe /proc/$pid/cwd; tr '\\0' ' ' < /proc/$pid/cmdline; cat /proc/$pid/cgroup"
KUBELET = 'journalctl -u kubelet --since "1 hour ago" | grep -iE "killing|unhealthy|evict|syncloop delete"'
KERNEL_LOG = 'journalctl -k --since "1 hour ago" | grep -iE "out of memory|oom-kill"'
LOOK: Mapping[SenderKind, tuple[str, ...]] = {
    "runtime": (KUBELET, 'journalctl -u containerd -u docker -u crio --since "1 hour ago" | grep -iE "stop|kill"'),
    "runtime-grace": (KUBELET,),
    "kernel-oom": (KERNEL_LOG, "free -m"),
    "kernel": (KERNEL_LOG,),
    "oom-helper": (
        "systemctl status earlyoom systemd-oomd",
        'journalctl -u earlyoom -u systemd-oomd --since "1 hour ago"',
    ),
    "systemd": ('journalctl --since "1 hour ago" _PID=1 | grep -iE "stopp|restart|kill"',),
    "operator": ("last -n 20", 'journalctl --since "1 hour ago" -t sshd -t sudo'),
    "remote": (COMMON,),
    "scheduled": (
        'journalctl --since "1 hour ago" -t CRON -t crond',
        "grep -rnE 'kill|pkill|killall' /etc/cron* /var/spool/cron",
    ),
    "container-shell": (COMMON,),
    "supervisor": (COMMON,),
    "container": (COMMON,),
    "debugger": (COMMON, "who"),
    "security": (COMMON,),
    "intruder": (COMMON, "ps -o pid,ppid,user,lstart,cmd --forest -e | grep -vE ']$$'", "ss -tnp"),
    "unknown": (COMMON, "ps -o pid,ppid,user,lstart,cmd -p $pid"),
}
"""What to look at next, on the node; they only look."""

WHY: Mapping[str, Bilingual] = {
    "miner": Bilingual("Reports of break-ins know this name from miners.", "这个名字在入侵报告里属于挖矿木马。"),
    "hideout": Bilingual(
        "It runs `$exe`: a place where programs are not installed.", "它运行的是 `$exe`：正常程序不会装在那里。"
    ),
    "deleted": Bilingual(
        "The file it runs, `$exe`, has been deleted. (An upgrade does that too: compare with the package's files.)",
        "它运行的文件 `$exe` 已被删除。（软件升级也会这样：请和软件包里的文件比对。）",
    ),
    "thread": Bilingual(
        "It calls itself like a kernel thread and runs a file, `$exe`: kernel threads have none.",
        "它起了内核线程的名字，却运行着文件 `$exe`：内核线程没有可执行文件。",
    ),
    "memory": Bilingual(
        "Its name says that it runs from memory, without a file. A few honest launchers do that too.",
        "从名字看，它直接在内存里运行，没有对应的文件。少数正规的启动器也这么做。",
    ),
    "random": Bilingual("The name looks made up by a machine.", "这个名字像是随机生成的。"),
}

RUNNING = Bilingual("`$who` had been running for $age by then.", "那时 `$who` 已经运行了 $age。")
GRACE = Bilingual(" within $seconds s", "（等了 $seconds 秒）")
LOGIN = Bilingual("; logged in as `$login`", "，登录用户是 `$login`")
SOMEBODY = Bilingual("a process", "某个进程")
FORGED = Bilingual(
    "A process may choose its own name; what `/proc/PID/exe` points to it cannot choose.",
    "进程名可以自己改，`/proc/PID/exe` 指向的文件改不了，请以它为准。",
)
GONE = Bilingual(
    "The sender has probably ended already: then look at its parent.", "发送者多半已经退出：这时看它的父进程。"
)
COMMENT_TABLE = Bilingual(
    "killsnoop sees `kill` alone: neither the kernel's own signals nor `pidfd_send_signal`, `tkill`, `cgroup.kill`. And its target is numbered as the sender's PID namespace numbers it.",
    "killsnoop 只看得到 `kill`：内核自己发的信号、`pidfd_send_signal`、`tkill`、`cgroup.kill` 都看不到；目标 PID 也是发送者所在 PID 命名空间里的编号。",
)
COMMENT_FTRACE = Bilingual(
    "The name before the PID is looked up when the buffer is read: of a process that ended meanwhile it may be another one's.",
    "PID 前面的进程名是读取缓冲区时才查的：进程如果已经退出，名字可能是别的进程的。",
)
