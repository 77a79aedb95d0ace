"""The bot's own sentences around the guide's pages, English and Chinese side by side. Data only."""

from core.bilingual import Bilingual
from knowledge.guide import GuidePart, GuidePartKind

WHOLE_PAGE = Bilingual("Whole page", "全文")
GUIDE = Bilingual("Guide: {title}", "指南：{title}")
TOPICS = Bilingual("The guide's topics", "指南目录")
TOPICS_HINT = Bilingual(
    "`/podguide` and a few words finds the page, in English or Chinese. For example: `/podguide node oom`",
    "`/podguide` 加几个词就能找到对应的页面，中英文都可以。例如：`/podguide 节点 oom`",
)
NO_PAGE = Bilingual("I have no page for that: `{asked}`", "指南里没有讲这个的页面：`{asked}`")
NEAREST = Bilingual("Nearest topics: {topics}", "相近的主题：{topics}")
PICK_TOPIC = Bilingual("Open a page", "打开页面")
CAUSES = Bilingual("Causes I recognize that belong here", "我能识别的相关原因")
RELATED = Bilingual("See also", "相关页面")
SOURCES = Bilingual("Sources", "出处")

KINDS: dict[GuidePartKind, Bilingual] = {
    "look": Bilingual("Look", "查看"),
    "node": Bilingual("Look, on the node", "在节点上查看"),
    "change": Bilingual("Changes the cluster", "会改动集群"),
    "node-change": Bilingual("Changes the node, on the node", "在节点上执行，会改动节点"),
}
"""What stands above a block of commands; a file and an output need no label."""

PARTS: dict[GuidePart, Bilingual] = {
    "codes": Bilingual("Exit codes", "退出码"),
    "states": Bilingual("Pod states", "Pod 状态"),
    "resources": Bilingual("Memory, disk, files", "内存、磁盘、文件"),
    "health": Bilingual("Health and restarts", "健康检查与重启"),
    "start-and-stop": Bilingual("Start, stop, rollout", "启动、停止、发布"),
    "cluster": Bilingual("Cluster and nodes", "集群与节点"),
    "tools": Bilingual("Tools and access", "工具与权限"),
}
