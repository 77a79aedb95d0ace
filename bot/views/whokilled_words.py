"""The words around `/whokilled`, `/signal` and `/sysexits`, English and Chinese side by side. Data only."""

from core.bilingual import Bilingual

TITLE = Bilingual("Who killed it?", "是谁杀的")
KNOWN = Bilingual("Known so far", "目前已知")
CHANGES_CLUSTER = Bilingual("Changes the cluster (creates a debug pod)", "会改动集群（创建调试 Pod）")
CHANGES_NODE = Bilingual("Changes the node", "会改动节点")
PASTE = Bilingual("Paste what it printed", "粘贴输出")
OTHER_WAYS = Bilingual("Other ways", "其他办法")
TRACE_ANYWAY = Bilingual("Trace anyway", "仍要抓信号")
WHY_BROKEN = Bilingual("Why is it broken?", "查原因")
PID_FIRST = Bilingual(
    "Each of these needs `$PID` of the message above, in the same shell.",
    "以下每种办法都要用到上面消息里的 `$PID`，请在同一个 shell 里执行。",
)
PASTE_LABEL = Bilingual("What it printed", "抓到的输出")
PASTE_HINT = Bilingual(
    "bpftrace, trace_pipe, killsnoop, ausearch, SystemTap, strace or kernel log lines. "
    "Slack takes 3,000 characters a field; the last lines matter most.",
    "bpftrace、trace_pipe、killsnoop、ausearch、SystemTap、strace 或内核日志都可以。"
    "Slack 每个输入框最多 3000 个字符，最后几行最重要。",
)
PASTE_LONGER = Bilingual(
    "Longer than that? In a shell: `whypod - < /tmp/whokilled.log`",
    "还是放不下？在终端里运行：`whypod - < /tmp/whokilled.log`",
)
NOTHING_READ = Bilingual("I can no longer read a signal in that text.", "从这段文本里读不出信号了。")
SEEN = Bilingual("Seen", "抓到的信号")
SEEN_OF = Bilingual("The one that counts, of {count} seen", "抓到 {count} 个信号，起作用的是")
CHAIN = Bilingual("sender ← its parents:", "发送者 ← 父进程：")
LOOK_ON_NODE = Bilingual("Look next, on the node", "接下来在节点上查看")
NO_TARGET = Bilingual(
    "Which pod was killed? For example: `/whokilled shop/checkout`, with a container: `/whokilled shop/checkout web`",
    "哪个 Pod 被杀了？例如：`/whokilled shop/checkout`，指定容器：`/whokilled shop/checkout web`",
)
EXPIRED = Bilingual(
    "This answer is older than a day, and I no longer have it. Ask again: `/whokilled {target}`",
    "这条回答已超过一天，内容不再保留。请重新查询：`/whokilled {target}`",
)

# /signal and /sysexits
SIGNALS = Bilingual(
    "Linux signals; a container they end shows 128 + number", "Linux 信号；被它结束的容器退出码是 128 + 编号"
)
SYSEXITS = Bilingual(
    "sysexits.h: what some programs mean by 64 to 78; most programs mean nothing by them",
    "sysexits.h：部分程序对 64 到 78 的约定；多数程序并不遵守",
)
NUMBER = Bilingual("no.", "编号")
NAME = Bilingual("name", "名称")
DEFAULT = Bilingual("default", "默认动作")
MEANING = Bilingual("meaning", "含义")
CODE = Bilingual("code", "退出码")
SENT_BY = Bilingual("Who sends it to a container", "谁会把它发给容器")
EXIT_CODE = Bilingual("A container it ends has exit code **{code}**.", "被它结束的容器，退出码是 **{code}**。")
NO_EXIT_CODE = Bilingual("By default it ends nothing.", "默认不会结束进程。")
ELSEWHERE = Bilingual("Numbered differently on", "在其他架构上的编号")
SAME_NUMBER = Bilingual("There, {number} is", "在那些架构上 {number} 是")
USED_BY = Bilingual("Who uses it", "谁在用")
ONE_SIGNAL = Bilingual("One of them: `/signal SIGTERM` or `/signal 15`", "查单个：`/signal SIGTERM` 或 `/signal 15`")
ONE_SYSEXIT = Bilingual(
    "One of them: `/sysexits EX_CONFIG` or `/sysexits 78`", "查单个：`/sysexits EX_CONFIG` 或 `/sysexits 78`"
)
NO_SUCH_SIGNAL = Bilingual("There is no signal `{text}`.", "没有信号 `{text}`。")
NO_SUCH_SYSEXIT = Bilingual(
    "`{text}` is not in sysexits.h; `/exitcode {text}` explains every code.",
    "`{text}` 不在 sysexits.h 里；`/exitcode {text}` 可以解释任何退出码。",
)
ACTIONS = {
    "terminate": Bilingual("terminate", "结束"),
    "core": Bilingual("terminate, core dump", "结束并转储"),
    "ignore": Bilingual("ignore", "忽略"),
    "stop": Bilingual("stop", "暂停"),
    "continue": Bilingual("continue", "继续"),
}
