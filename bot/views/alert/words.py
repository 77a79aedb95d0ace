"""Every sentence of alerts, English and Chinese side by side. Data only; `{name}` is filled by the views."""

from core.bilingual import Bilingual

# The headline
LOOPS = Bilingual("is crash-looping", "在反复崩溃")
RESTARTS_AGAIN = Bilingual("keeps restarting", "在反复重启")
OOM_AGAIN = Bilingual("keeps running out of memory", "反复因内存不足被终止（OOM）")
CANNOT_START = Bilingual("cannot start", "无法启动")
FAILS = Bilingual("keeps failing", "反复失败")
CAUSE_UNKNOWN = Bilingual("cause not known yet", "原因尚未查明")
ENDED_WITH = Bilingual("last ended with {reason}", "上次退出：{reason}")
ENDED_WITH_CODE = Bilingual("last ended with exit code {code}", "上次退出码：{code}")
IN = Bilingual("{count} restarts in {span}", "{span}内重启 {count} 次")
ONE = Bilingual("1 restart", "重启 1 次")
USUAL = Bilingual("usual: {count} a day", "平时每天 {count} 次")
BEGAN = Bilingual("Began", "开始于")
BEGAN_AFTER = Bilingual("Began {span} after revision {revision}", "在版本 {revision} 发布 {span}后开始")
STILL_SERVING = Bilingual(
    "revision {before} still serves {ready} of {wanted} replicas", "版本 {before} 仍有 {ready}/{wanted} 个副本在服务"
)
REPLACED = Bilingual("it replaced revision {before}", "之前是版本 {before}")
PODS_NODES = Bilingual("{pods} on {nodes}", "{nodes}上的 {pods}")
POD = Bilingual("1 pod", "1 个 Pod")
PODS = Bilingual("{count} pods", "{count} 个 Pod")
NODE = Bilingual("node {name}", "节点 {name} ")
NODES = Bilingual("{count} nodes", "{count} 个节点")
EVERY_TIME = Bilingual("exit {code} every time", "每次退出码都是 {code}")
CODES = Bilingual("exits {codes}", "退出码 {codes}")
READY = Bilingual("{ready} of {replicas} ready", "{ready}/{replicas} 就绪")
ALL_READY = Bilingual(
    "all ready now; counts as healthy once that has lasted a while", "目前全部就绪，稳定一段时间后才判定为恢复"
)
GUESSED = Bilingual("workload name derived from the pod's", "工作负载名称由 Pod 名称推断")
WHY = Bilingual("Why this alert", "告警依据")
PART_OF_STORM = Bilingual(
    "Part of a larger outage: see the message about many workloads.",
    "属于一次更大范围的故障，见关于多个工作负载的那条消息。",
)
CAME_BACK = Bilingual("came back {count} times", "已复发 {count} 次")
CAME_BACK_ONCE = Bilingual("came back once", "已复发 1 次")

RULES = {
    "pod-restarts": Bilingual(
        "{counted} restarts of one pod in {window} (threshold: {needed})",
        "单个 Pod {window}内重启 {counted} 次（阈值 {needed}）",
    ),
    "replicas": Bilingual(
        "{counted} pods restarted in {window} (threshold: {needed})",
        "{window}内有 {counted} 个 Pod 重启（阈值 {needed}）",
    ),
    "oom": Bilingual(
        "{counted} OOM kills in {window} (threshold: {needed})", "{window}内 OOM {counted} 次（阈值 {needed}）"
    ),
    "new-template": Bilingual(
        "{counted} crashes of a new pod template in {window} (threshold: {needed}); the previous template did not crash",
        "新的 Pod 模板 {window}内崩溃 {counted} 次（阈值 {needed}），而前一个模板没有崩溃",
    ),
    "usual": Bilingual(
        "{counted} restarts in {window}, {factor} times its usual rate or more (threshold: {needed})",
        "{window}内重启 {counted} 次，达到平时频率的 {factor} 倍以上（阈值 {needed}）",
    ),
    "cannot-start": Bilingual(
        "{counted} pods unable to start for over {window} (threshold: {needed})",
        "{counted} 个 Pod 超过 {window}无法启动（阈值 {needed}）",
    ),
}
"""By `core.messages.jumps.JumpRule`."""
ABOVE_USUAL_RATE = Bilingual(
    "{counted} restarts in {window}, far above its usual rate (threshold: {needed})",
    "{window}内重启 {counted} 次，远高于平时频率（阈值 {needed}）",
)
"""For an incident that does not say how many times its usual rate was needed."""

# Ended
HEALTHY = Bilingual("is healthy again", "已恢复正常")
COMPLETED = Bilingual("has completed", "已运行完成")
DELETED = Bilingual("was deleted", "已被删除")
SCALED = Bilingual("was scaled to zero", "已缩容到零")
READY_FOR = Bilingual("ready for {span}", "已就绪 {span}")
NO_RESTART_SINCE = Bilingual("no restart since", "最近一次重启在")
LONGEST_RUN = Bilingual("longest run while failing: {span}", "此前最长只运行了 {span}")
WAS = Bilingual("What happened", "故障情况")
NOT_FIXED = Bilingual("This does not mean that the cause is fixed.", "这并不说明故障原因已经消除。")

# People
ACKNOWLEDGED = Bilingual("acknowledged by", "已确认：")
SNOOZED_BY = Bilingual("snoozed by", "已暂停提醒：")
UNTIL = Bilingual("until", "到")
UNTIL_CAUSE = Bilingual("until the cause changes", "到原因变化为止")
MUTED_BY = Bilingual("muted by", "已静音：")

# Buttons
ACKNOWLEDGE = Bilingual("Acknowledge", "确认")
SNOOZE = Bilingual("Snooze", "暂停提醒")
DIAGNOSE = Bilingual("Diagnose again", "重新诊断")
LOG = Bilingual("Log", "日志")
MUTE = Bilingual("Mute workload", "静音此负载")
UNMUTE = Bilingual("Unmute", "取消静音")

# Snooze and mute
SNOOZE_TITLE = Bilingual("Snooze", "暂停提醒")
SNOOZE_WHAT = Bilingual(
    "No replies or reminders about {name} meanwhile. Its message is still kept up to date.",
    "不再就 {name} 发送回复和提醒；原消息仍会持续更新。",
)
WORKLOADS = Bilingual("{count} workloads", "{count} 个工作负载")
SNOOZE_HOW_LONG = Bilingual("For how long", "多久")
SNOOZE_REASON = Bilingual("Why (shown in the message)", "原因（会显示在消息里）")
HOUR = Bilingual("1 hour", "1 小时")
HOURS_8 = Bilingual("8 hours", "8 小时")
CAUSE_CHANGES = Bilingual("Until the cause changes", "直到原因变化")
MUTE_TITLE = Bilingual("Mute workload", "静音工作负载")
MUTE_WHAT = Bilingual(
    "{name} raises no alerts while it is muted. Anyone can unmute it in the App Home or with /oncall.",
    "静音期间不再就 {name} 告警。任何人都可以在应用主页或 /oncall 里取消静音。",
)
MUTE_HOW_LONG = Bilingual("For how long", "多久")
DAY = Bilingual("1 day", "1 天")
WEEK = Bilingual("1 week", "1 周")
FOR_EVER = Bilingual("Until somebody unmutes it", "直到取消静音")
SAVE = Bilingual("Save", "保存")
CANCEL = Bilingual("Cancel", "取消")
NO_REPORT = Bilingual(
    "This one has not been diagnosed yet. `/whypod {target}` looks now.",
    "这一条还没有诊断结果，可用 `/whypod {target}` 立即查看。",
)
FORGOTTEN = Bilingual(
    "I no longer have this incident: it ended more than a day ago.", "这条告警已结束超过一天，不再保留。"
)
STATE_DOWN = Bilingual(
    "That did not go through: Redis, where I keep it, is not responding. Press again in a moment.",
    "操作没有生效：我的存储（Redis）没有响应，请稍后再试。",
)

# Thread replies
NEWS_CAUSE = Bilingual("The cause has changed: {after}. It was: {before}.", "原因变了：{after}。之前是：{before}。")
NEWS_CONTAINER = Bilingual(
    "Another container is failing, too: `{after}` (so far: {before}).",
    "又有一个容器出问题：`{after}`（此前是 {before}）。",
)
NEWS_NODES = Bilingual(
    "It has spread from {before} to {after} nodes: {names}.", "已从 {before} 个节点扩散到 {after} 个节点：{names}。"
)
NEWS_COUNT = Bilingual(
    "{after} restarts by now, up from {before} in my last update.",
    "已重启 {after} 次；上次告知时是 {before} 次。",
)
NEWS_REOPENED = Bilingual(
    "It is back: {name} is restarting again, the same way as before.", "故障复发：{name} 再次重启，表现与之前相同。"
)
NEWS_REMINDER = Bilingual(
    "Nobody has acknowledged this for {span}, and it is still going on: {count} restarts by now.",
    "已 {span}无人确认，问题仍在继续：到目前为止重启 {count} 次。",
)
NEWS_SNOOZE_OVER = Bilingual(
    "The snooze is over, and it is still going on: {count} restarts by now.",
    "暂停提醒已结束，问题仍在继续：到目前为止重启 {count} 次。",
)
NEWS_GROWN = Bilingual(
    "{after} workloads are affected by now, up from {before} at first.",
    "受影响的工作负载已有 {after} 个；最初告知时是 {before} 个。",
)
REMINDER_STORM = Bilingual(
    "Nobody has acknowledged this for {span}: {count} workloads are still failing.",
    "已 {span}无人确认，仍有 {count} 个工作负载异常。",
)

# Storm
STORM = Bilingual("{count} workloads started failing at once", "{count} 个工作负载同时出现故障")
STORM_FOUND = Bilingual(
    "{count} workloads were already failing when I started watching", "开始观察时已有 {count} 个工作负载处于故障状态"
)
STORM_BROKEN = Bilingual("{broken} of {count} are still failing", "{count} 个中仍有 {broken} 个异常")
STORM_OVER = Bilingual(
    "{count} workloads that failed together are healthy again, or gone",
    "同时故障的 {count} 个工作负载均已恢复或已不存在",
)
SHARE = Bilingual("What they have in common", "共同点")
SHARE_NOTHING = Bilingual(
    "I see nothing that most of them have in common: no node, image, registry, namespace or cause.",
    "没有看到多数负载的共同点：节点、镜像、镜像仓库、命名空间、原因都不相同。",
)
SHARED = {
    "dependency": Bilingual(
        "they cannot reach `{value}` ({count} diagnosed)", "都连不上 `{value}`（已诊断 {count} 个）"
    ),
    "cause": Bilingual("the same cause: {value} ({count} diagnosed)", "原因相同：{value}（已诊断 {count} 个）"),
    "node": Bilingual("node `{value}` ({count} of {all})", "节点 `{value}`（{count}/{all}）"),
    "image": Bilingual("image `{value}` ({count} of {all})", "镜像 `{value}`（{count}/{all}）"),
    "registry": Bilingual("registry `{value}` ({count} of {all})", "镜像仓库 `{value}`（{count}/{all}）"),
    "namespace": Bilingual("namespace `{value}` ({count} of {all})", "命名空间 `{value}`（{count}/{all}）"),
}
FOR_EXAMPLE = Bilingual("For example {name}: ", "例如 {name}：")
MOST_BROKEN = Bilingual("Among them", "包括")
AND_MORE = Bilingual("and {count} more", "等，另有 {count} 个")
LIST_ALL = Bilingual("`/oncall` lists them all.", "`/oncall` 可以看到全部。")

# Blindness, notes, digest
BLIND = Bilingual("I cannot see {what}", "看不到 {what} 的状态")
BLIND_SINCE = Bilingual("No updates from the Kubernetes API since", "Kubernetes API 最后一次返回数据是在")
BLIND_MEANS = Bilingual(
    "Until that is over I cannot alert on it, and nothing there will be reported as healthy again.",
    "在此期间无法就其告警，也不会将其中的负载判定为已恢复。",
)
SIGHTED = Bilingual("I can see {what} again", "又能看到 {what} 了")
SIGHTED_MISSED = Bilingual("Blind for {span}. Restarts meanwhile: {count}.", "中断 {span}，期间重启 {count} 次。")
THE_CLUSTER = Bilingual("the cluster", "集群")
CLUSTER = Bilingual("cluster {name}", "集群 {name}")
CLUSTER_NAMESPACE = Bilingual("{cluster}, namespace {namespace}", "{cluster}的命名空间 {namespace}")
NODE_BACK = Bilingual(
    "Node {name} was restarted, and everything on it is back", "节点 {name} 重启过，上面的负载已全部恢复"
)
NODE_BACK_COUNTS = Bilingual(
    "{containers} containers of {workloads} workloads restarted with it; all were ready again after {span}.",
    "{workloads} 个工作负载的 {containers} 个容器随之重启，{span}后全部就绪。",
)
DIGEST = Bilingual("Came and went during the quiet hours: {count}", "静默时段内出现并已结束 {count} 起")
