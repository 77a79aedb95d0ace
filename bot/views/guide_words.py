"""The bot's own sentences around the guide's pages, English and Chinese side by side. Data only."""

from bot.views.words import Said
from knowledge.guide import Kind, Part

WHOLE_PAGE = Said("Whole page", "全文")
GUIDE = Said("Guide: {title}", "指南：{title}")
TOPICS = Said("The guide's topics", "指南目录")
TOPICS_HINT = Said(
    "`/podguide` and a few words finds the page, in English or Chinese. For example: `/podguide node oom`",
    "`/podguide` 加几个词就能找到对应的页面，中英文都可以。例如：`/podguide 节点 oom`",
)
NO_PAGE = Said("No page of the guide has these words: `{asked}`", "指南里没有找到相关页面：`{asked}`")
PICK_TOPIC = Said("Open a page", "打开页面")
CAUSES = Said("Causes I recognize that belong here", "我能识别的相关原因")
RELATED = Said("See also", "相关页面")
SOURCES = Said("Sources", "出处")

KINDS: dict[Kind, Said] = {
    "look": Said("Look", "查看"),
    "node": Said("Look, on the node", "在节点上查看"),
    "change": Said("Changes the cluster", "会改动集群"),
    "node-change": Said("Changes the node, on the node", "在节点上执行，会改动节点"),
}
"""What stands above a block of commands; a file and an output need no label."""

PARTS: dict[Part, Said] = {
    "codes": Said("Exit codes", "退出码"),
    "states": Said("Pod states", "Pod 状态"),
    "resources": Said("Memory, disk, files", "内存、磁盘、文件"),
    "health": Said("Health and restarts", "健康检查与重启"),
    "start-and-stop": Said("Start, stop, rollout", "启动、停止、发布"),
    "cluster": Said("Cluster and nodes", "集群与节点"),
    "tools": Said("Tools and access", "工具与权限"),
}
