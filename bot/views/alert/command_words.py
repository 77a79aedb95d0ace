"""Every sentence of `/oncall`, `/restarts` and `/whyalert`, English and Chinese side by side. Data only."""

from core.bilingual import Bilingual

ONCALL_QUIET = Bilingual("Nothing is open. I am watching, and there is nothing to report.", "当前没有未结束的告警。")
ONCALL_USAGE = Bilingual(
    "For a handover, give the length of the shift in hours: `/oncall 12h`. `/oncall` alone shows what is open:",
    "交接班请写小时数，例如 `/oncall 12h`；不带参数的 `/oncall` 显示当前告警：",
)
ONCALL_OPEN = Bilingual("Open", "未处理")
ONCALL_ACKNOWLEDGED = Bilingual("Acknowledged", "已确认")
ONCALL_SNOOZED = Bilingual("Snoozed or muted", "暂停提醒或静音")
ONCALL_RECENT = Bilingual("Ended in the last {span}", "最近 {span}内结束")
ONCALL_TITLE = Bilingual(
    "{open} open, {acknowledged} acknowledged, {snoozed} snoozed, {over} ended recently",
    "未处理 {open}，已确认 {acknowledged}，暂停 {snoozed}，近期结束 {over}",
)
HANDOVER = Bilingual("Shift handover: the last {span}", "交接班：最近 {span}")
HANDOVER_COUNTS = Bilingual(
    "Incidents: {begun} began, {over} ended, {open} are handed over open.",
    "新增告警 {begun} 起，已结束 {over} 起，移交未结束的 {open} 起。",
)
MUTES = Bilingual("Muted workloads", "已静音的工作负载")
NO_RESTARTS = Bilingual("No restarts seen in {where} in the last {span}.", "最近 {span}内，{where}没有观察到重启。")
RESTARTS_USAGE = Bilingual(
    "I list restarts by namespace: `/restarts shop`. `/restarts` alone lists all of them.",
    "请写命名空间，例如 `/restarts shop`；不带参数的 `/restarts` 列出全部。",
)
EVERYWHERE = Bilingual("any namespace", "所有命名空间")
NAMESPACE = Bilingual("namespace {name}", "命名空间 {name} ")
RESTARTS_TITLE = Bilingual(
    "Restarts in {where} in the last {span}, most frequent first", "最近 {span}内{where}的重启，次数多的在前"
)
LAST_ENDED = Bilingual("last {ended}, {ago}", "上次：{ended}，{ago}")
LAST_UNSEEN = Bilingual("last {ago}; how it ended was not observed", "上次 {ago}，未观察到如何退出")
LAST_BEFORE = Bilingual(
    "last {ago}; how it ended was not observed; before that: {ended}", "上次 {ago}，未观察到如何退出；再上次：{ended}"
)
COUNT_IN = Bilingual("{count} in {span}", "{span}内 {count} 次")
EXIT_CODE = Bilingual("exit code {code}", "退出码 {code}")
AGO = Bilingual("{span} ago", "{span}前")
WHYALERT_USAGE = Bilingual(
    "Which workload? For example: `/whyalert shop/checkout`", "要查哪个工作负载？例如：`/whyalert shop/checkout`"
)
WHYALERT_NONE = Bilingual(
    "`{target}` has not restarted since I started watching, so there was nothing for a rule to decide.",
    "开始观察以来 `{target}` 没有重启过，因此没有规则需要判断。",
)
WHYALERT_SPOKE = Bilingual("I alerted", "已告警")
WHYALERT_SILENT = Bilingual("I did not alert", "未告警")
WHYALERT_AT = Bilingual("decided", "判断时间")
CHECK = Bilingual("{rule}: {counted} in {window}, threshold {needed}", "{rule}：{window}内 {counted}，阈值 {needed}")
RULE_NAMES = {
    "pod-restarts": Bilingual("restarts of one pod", "单个 Pod 重启"),
    "replicas": Bilingual("pods that restarted", "重启的 Pod 数"),
    "oom": Bilingual("OOM kills", "OOM 次数"),
    "new-template": Bilingual("crashes of a new template", "新模板崩溃"),
    "usual": Bilingual("restarts, compared with its usual rate", "重启次数（与平时频率相比）"),
    "cannot-start": Bilingual("pods unable to start", "无法启动的 Pod"),
}
SILENCES = {
    "below": Bilingual("below the threshold", "未达到阈值"),
    "off": Bilingual("switched off", "规则已关闭"),
    "deleting": Bilingual("only pods that are being deleted", "只涉及正在删除的 Pod"),
    "node": Bilingual("a node was restarted, and its pods are coming back", "节点重启，Pod 正在恢复"),
    "no-predecessor": Bilingual("there is no previous template", "没有前一个模板"),
    "predecessor-crashed": Bilingual("the previous template crashed, too", "前一个模板也崩溃过"),
    "old-template": Bilingual("the template is no longer new", "模板已不算新"),
    "no-history": Bilingual("too few days observed to know its usual rate", "观察天数不足，不知道平时的频率"),
    "muted": Bilingual('annotation whypod.dev/alerts: "off"', '注解 whypod.dev/alerts: "off"'),
}
"""By `core.messages.jumps.Silence`."""
SPOKE = Bilingual("alerted", "触发告警")
INCIDENT_STATE = Bilingual("Incident", "告警")
OPEN_SINCE = Bilingual("open since", "开始于")
OVER_SINCE = Bilingual("ended", "结束于")
COOLDOWN = Bilingual("a relapse before {at} reopens the same message", "在 {at} 之前复发会重新打开同一条消息")
MEMORY_DOWN = Bilingual(
    "I can't tell right now: Redis is not responding. Try again in a moment.",
    "暂时无法回答：Redis 没有响应，请稍后再试。",
)
COMMAND_LINES = (
    (
        "/oncall",
        Bilingual(
            "what is open, acknowledged, snoozed; `/oncall 12h` for a handover", "当前告警；`/oncall 12h` 用于交接班"
        ),
    ),
    (
        "/restarts shop",
        Bilingual("which workloads restart most, how and since when", "哪些工作负载重启最多、如何退出、从何时开始"),
    ),
    (
        "/whyalert shop/checkout",
        Bilingual("why I alerted about a workload, or did not", "为什么就某个负载告警或不告警"),
    ),
)
