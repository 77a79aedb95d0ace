"""Every sentence the bot itself says, English and Chinese side by side. Data only; `{name}` is filled by the view.

What is true of exit codes and causes stands in `knowledge`; here are only the words around it.
"""

from core.bilingual import Bilingual

# Asking
LOOKING = Bilingual("Looking at `{target}` …", "正在查看 `{target}` …")
QUEUE_DOWN = Bilingual(
    "I can't look at `{target}` right now: my queue (Redis) is not responding. The question was not accepted.",
    "现在无法查看 `{target}`：我的队列（Redis）没有响应，这次提问没有被受理。",
)
BY_HAND = Bilingual("Meanwhile, by hand", "可以先手动查看")
CODES_STILL_WORK = Bilingual(
    "`/exitcode CODE` works without Redis and without the cluster.",
    "`/exitcode 退出码` 不依赖 Redis 和集群，仍然可用。",
)

# Pasting, and explaining a message
PASTE_TITLE = Bilingual("Explain pasted text", "解释粘贴的文本")
PASTE_SUBMIT = Bilingual("Explain", "解释")
PASTE_LABEL = Bilingual("What you have", "粘贴的内容")
PASTE_HINT = Bilingual(
    "`kubectl describe pod`, `get -o yaml`, events, node logs, the end of a log, in any mixture. Slack takes 3,000 characters per field; put the rest into the fields below.",
    "`kubectl describe pod`、`get -o yaml`、事件、节点日志、日志末尾，混在一起也可以。Slack 每个输入框最多 3000 个字符，放不下的填到下面几个框里。",
)
PASTE_MORE = Bilingual("Continued", "接上文")
PASTE_LONGER = Bilingual(
    "Longer than that? Post it as a message and use “Explain this” from the message's menu, or in a shell: `kubectl describe pod NAME | whypod -`",
    "还是放不下？把内容发成一条消息，在消息菜单里选“Explain this”；或者在终端里运行：`kubectl describe pod 名称 | whypod -`",
)
PASTE_EMPTY = Bilingual("There is no text in it yet.", "这里还没有内容。")
PASTE_NOT_TAKEN = Bilingual(
    "My queue (Redis) is not responding, so this was not accepted. Your text is still here: try again in a moment.",
    "我的队列（Redis）没有响应，这次没有被受理。内容还在这里，请稍后再试。",
)
PASTE_QUEUE_DOWN = Bilingual(
    "I can't explain that right now: my queue (Redis) is not responding. In a shell it works without it: `whypod - < FILE`",
    "现在无法解释：我的队列（Redis）没有响应。在终端里不依赖它也能用：`whypod - < 文件`",
)
LOOKING_AT_PASTE = Bilingual("Looking at what you pasted …", "正在查看你粘贴的内容 …")
LOOKING_AT_MESSAGE = Bilingual("Looking at that message …", "正在查看这条消息 …")
YOUR_TEXT = Bilingual("this text", "这段文本")
NOTHING_TO_READ = Bilingual(
    "There is no text in that message. I read its text, code blocks, attachments and the preview of a text snippet.",
    "这条消息里没有文本。我会读消息正文、代码块、附件，以及文本片段的预览。",
)

# Wrong input
NO_TARGET = Bilingual(
    "Which pod? For example: `/{command} shop/checkout`", "要查哪个 Pod？例如：`/{command} shop/checkout`"
)
BAD_TARGET = {
    "empty": NO_TARGET,
    "too-long": Bilingual(
        "That is longer than any pod name can be. For example: `/{command} shop/checkout`",
        "这比任何 Pod 名称都长。例如：`/{command} shop/checkout`",
    ),
    "bad-characters": Bilingual(
        "`{text}` contains characters that no Kubernetes name can contain. For example: `/{command} shop/checkout`",
        "`{text}` 里有 Kubernetes 名称不允许的字符。例如：`/{command} shop/checkout`",
    ),
    "too-many-parts": Bilingual(
        "`{text}` has too many parts. The format is `[cluster:]namespace/[kind/]name`, for example: "
        "`/{command} shop/deploy/checkout`",
        "`{text}` 的层级太多。格式是 `[集群:]命名空间/[类型/]名称`，例如：`/{command} shop/deploy/checkout`",
    ),
    "unknown-kind": Bilingual(
        "I don't know the kind of object in `{text}`. pod, deploy, sts, ds, rs, job and cronjob work, for example: "
        "`/{command} shop/deploy/checkout`",
        "`{text}` 里的对象类型我不认识。支持 pod、deploy、sts、ds、rs、job、cronjob，例如：`/{command} shop/deploy/checkout`",
    ),
}
"""By the reason word of `knowledge.target.BadTarget`."""
HELP_HINT = Bilingual("`/whypod help` lists everything I understand.", "`/whypod help` 可以看到全部用法。")

# Access
REFUSED = {
    "user": Bilingual(
        "You are not on the list of people who may ask about pods. Whoever runs this bot can add you: `{user}`",
        "你不在可以查询 Pod 的名单里。请联系机器人的管理员添加：`{user}`",
    ),
    "channel": Bilingual(
        "Pods can't be asked about in this channel. Ask in {channels}.", "这个频道不能查询 Pod，请到 {channels} 提问。"
    ),
    "namespace": Bilingual(
        "`{namespace}` can't be asked about in this channel. Here: {allowed}",
        "这个频道不能查询 `{namespace}`。这里可以查询：{allowed}",
    ),
    "which-namespace": Bilingual(
        "Please name the namespace: `namespace/{name}`. In this channel you may ask about: {allowed}",
        "请写明命名空间，即 `命名空间/{name}`。这个频道可以查询：{allowed}",
    ),
}
NOTHING_ALLOWED = Bilingual("no namespace", "（无）")

# Language
LANGUAGE_SET = Bilingual("I will answer you in English from now on.", "之后我会用中文回答你。")
LANGUAGE_SET_FOR_NOW = Bilingual(
    "I will answer you in English, but could not save that (Redis is not responding), so I may forget it.",
    "我会用中文回答你，但暂时无法保存这个设置（Redis 没有响应），之后可能会失效。",
)
LANGUAGE_UNKNOWN = Bilingual(
    "I answer in English or Chinese: `/whypod lang en` or `/whypod lang zh`.",
    "我可以用中文或英文回答：`/whypod lang zh` 或 `/whypod lang en`。",
)
LANGUAGE_NAME = Bilingual("English", "中文")
LANGUAGE_LABEL = Bilingual("Language of my answers", "回答的语言")

# Help and home
GREETING = Bilingual("Why is this pod broken?", "这个 Pod 出了什么问题？")
WHO_I_AM = Bilingual(
    "I read what Kubernetes knows about a pod, name the cause, and quote what the answer rests on. "
    "I only read: I change nothing in the cluster. Secrets are hidden before anything is posted.",
    "我读取 Kubernetes 中与 Pod 有关的信息，指出原因，并引用依据。我只读取，不会改动集群里的任何东西；密码、密钥等敏感内容在发出之前就已隐去。",
)
COMMANDS = Bilingual("Commands", "命令")
COMMAND_LINES = (
    (
        "/whypod shop/checkout",
        Bilingual("why this pod is broken, and what to do next", "这个 Pod 出了什么问题，接下来怎么查"),
    ),
    (
        "/whypod shop/deploy/checkout",
        Bilingual("the same for a workload's worst pod", "同上，查工作负载里状态最差的 Pod"),
    ),
    ("/whypod prod:shop/checkout -c web", Bilingual("another cluster, one container", "指定集群和容器")),
    (
        "/whypod paste",
        Bilingual("explain text you paste: describe, YAML, events, logs", "解释粘贴的文本：describe、YAML、事件、日志"),
    ),
    ("Explain this", Bilingual("in a message's menu: explain what it says", "在消息菜单里：解释这条消息的内容")),
    ("/exitcode 137", Bilingual("what an exit code can mean, and how to tell", "退出码可能的含义，以及如何区分")),
    ("/exitcode SIGTERM", Bilingual("signals, sysexits and reasons work too", "信号名、sysexits 名、终止原因也可以")),
    (
        "/whokilled shop/checkout",
        Bilingual("who sent the signal, and how to catch the next one", "是谁发的信号，怎么抓住下一次"),
    ),
    (
        "/signal 9",
        Bilingual("a signal; alone: all of them (`/sysexits` too)", "查信号；不带参数列出全部（`/sysexits` 同理）"),
    ),
    ("/podguide pending", Bilingual("the guide's page on it; alone: all topics", "查排障指南；不带参数列出目录")),
    ("/whypod lang zh", Bilingual("answers in Chinese (`lang en`: in English)", "用中文回答（`lang en` 换成英文）")),
    ("/whypod help", Bilingual("this list", "显示这份说明")),
)
PRIVATE = Bilingual(
    "Answers are shown to you alone until you press Share.", "回答只有你自己能看到，点“分享”之后才会发到频道里。"
)

# Exit codes
EXITCODE_EXAMPLE = Bilingual("A code, a signal or a reason. For example:", "请给出退出码、信号名或终止原因。例如：")
DID_YOU_MEAN = Bilingual("Did you mean {guess}?", "是不是想问 {guess}？")
NOT_UNDERSTOOD = Bilingual("I found no exit code, signal or reason in", "没有认出退出码、信号或终止原因：")
IF_YOU_SEE = Bilingual("If you see", "如果看到")
IT_WAS = Bilingual("it was", "说明是")
WHO_SAYS = Bilingual("Who says {code}", "谁会返回 {code}")
NOT_THIS = Bilingual("Not", "可以排除")
SIGNAL_ELSEWHERE = Bilingual("Numbered differently elsewhere", "在其他架构上的编号")
LOOK = Bilingual("Look", "查看")
MORE_READINGS = Bilingual("… {count} more behind Read more", "… 还有 {count} 种，见“详情”")
MORE_CODES = Bilingual("… {count} more codes; ask for fewer at once", "… 还有 {count} 个，请分开查询")
ASK_WHYPOD = Bilingual("`/whypod ns/pod` checks this for you.", "`/whypod 命名空间/Pod` 会替你逐项检查。")
SOURCE = Bilingual("Source", "出处")
ALL_READINGS = Bilingual("Exit code {code}", "退出码 {code}")

# The report
COLUMN_NAME = Bilingual("container", "容器")
COLUMN_STATE = Bilingual("state", "状态")
COLUMN_LAST = Bilingual("last ended", "上次退出")
COLUMN_RESTARTS = Bilingual("restarts", "重启")
OBSERVED = Bilingual("looked at", "查看时间")
SHARED_BY = Bilingual("Shared by", "分享人：")

# Buttons, modals
READ_MORE = Bilingual("Read more", "详情")
READ_MORE_COUNT = Bilingual("Read more ({count})", "详情（{count}）")
SHARE = Bilingual("Share", "分享")
PREVIOUS_LOG = Bilingual("Previous log", "上次日志")
EVENTS = Bilingual("Events", "事件")
WHO_KILLED_IT = Bilingual("Who killed it?", "是谁杀的？")
LOOK_AGAIN = Bilingual("Look again", "再查一次")
CLOSE = Bilingual("Close", "关闭")
NO_LOG = Bilingual("No log could be read.", "没有读到日志。")
NO_EVENTS = Bilingual(
    "Kubernetes remembers nothing that happened in the last hour.", "Kubernetes 没有留下最近一小时的事件。"
)
CURRENT_RUN = Bilingual("current run", "本次运行")
PREVIOUS_RUN = Bilingual("previous run", "上一次运行")

# Choice and not found
SEVERAL = Bilingual("Several pods match `{target}`. Which one?", "有多个 Pod 符合 `{target}`，要查哪一个？")
SEVERAL_MORE = Bilingual("{count} more match; type more of the name.", "另有 {count} 个，请把名称写得更完整。")
NO_SUCH_OBJECT = Bilingual("I found no {kind} `{target}`.", "没有找到 {kind} `{target}`。")
NO_SUCH_NAMESPACE = Bilingual("The namespace of `{target}` does not exist.", "`{target}` 的命名空间不存在。")
NEAREST = Bilingual("Did you mean", "是不是要查")
NOTHING_NEAR = Bilingual(
    "Nothing there has a similar name. `kubectl get {kinds} -A` lists what exists.",
    "也没有名称相近的。`kubectl get {kinds} -A` 可以列出现有的名称。",
)
PICK = Bilingual("Choose a pod", "选择一个 Pod")

# Edges
EXPIRED = Bilingual(
    "This answer is older than a day, and I no longer have it. Look again: `/whypod {target}`",
    "这条回答已超过一天，内容不再保留。请重新查询：`/whypod {target}`",
)
EXPIRED_UNKNOWN = Bilingual(
    "This answer is older than a day, and I no longer have it. Ask again with `/whypod`.",
    "这条回答已超过一天，内容不再保留。请用 `/whypod` 重新查询。",
)
MEMORY_DOWN = Bilingual(
    "I can't fetch that answer right now: Redis is not responding. Try again in a moment.",
    "暂时取不到这条回答：Redis 没有响应。请稍后再试。",
)
ALREADY_SHARED = Bilingual("This was shared a moment ago.", "刚刚已经分享过了。")
TOO_SLOW_TO_OPEN = Bilingual(
    "Slack's time limit for opening a window ran out. Press the button again.",
    "Slack 的弹窗许可已过期，请再点一次。",
)
BROKE_TITLE = Bilingual("My fault", "出错了")
BROKE = Bilingual(
    "The fault is mine, not your pod's. It is logged under reference `{reference}`.",
    "是我自己出了错，不是你的 Pod。已记录，编号 `{reference}`。",
)
