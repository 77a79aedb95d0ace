"""What the sandbox prints, in English and Chinese. Pure."""

from collections.abc import Mapping
from string import Template

from core.messages.model import Language

EXAMPLES_LOCAL = ("/exitcode -1", "/exitcode 137", "/whypod shop/checkout")
EXAMPLES_OWN = ("/exitcode -1", "/exitcode 137", "/whypod NAMESPACE/POD")

WORDS: Mapping[str, Mapping[Language, str]] = {
    "ready": {"en": "whypod is running.", "zh": "whypod 已启动。"},
    "open": {"en": "Open    $url", "zh": "打开    $url"},
    "slack": {
        "en": "Type in your Slack workspace (invite the bot to a channel first):",
        "zh": "在你的 Slack 工作区里输入（先把机器人邀请进频道）：",
    },
    "type": {"en": "Type", "zh": "输入"},
    "cluster-local": {
        "en": "Cluster a recorded one on this machine",
        "zh": "集群    本机上的一个录制集群",
    },
    "cluster-own": {
        "en": "Cluster YOUR OWN, from $kubeconfig. whypod only reads: it never changes anything there.\n"
        "        The recorded one instead: WHYPOD_CLUSTER=local make run",
        "zh": "集群    你自己的集群（$kubeconfig）。whypod 只读取，从不改动任何东西。\n"
        "        改用录制的集群：WHYPOD_CLUSTER=local make run",
    },
    "swap": {"en": "The real thing, each on its own:", "zh": "逐个换成真实的服务："},
    "swap-cluster": {
        "en": "your cluster   KUBECONFIG=~/.kube/config make run",
        "zh": "你的集群       KUBECONFIG=~/.kube/config make run",
    },
    "swap-slack": {
        "en": "your Slack     SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… make run",
        "zh": "你的 Slack     SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… make run",
    },
    "swap-redis": {
        "en": "your Redis     REDIS_URL=redis://host:6379/0 make run",
        "zh": "你的 Redis     REDIS_URL=redis://host:6379/0 make run",
    },
    "stop": {"en": "Stop    Ctrl-C", "zh": "停止    Ctrl-C"},
    "stopping": {"en": "stopping ...", "zh": "正在停止……"},
    "starting": {"en": "starting ...", "zh": "正在启动……"},
}


def line(name: str, language: Language, **values: str) -> str:
    """One of the sentences, its placeholders filled."""
    return Template(WORDS[name][language]).substitute(values)


def welcome(language: Language, console: str | None, kubeconfig: str | None, own_redis: bool) -> str:
    """What is printed when all is ready.

    `console` is the page's address, None where Slack itself is used; `kubeconfig` names the reader's own cluster, None
    for the local one.
    """
    examples = EXAMPLES_OWN if kubeconfig else EXAMPLES_LOCAL
    rows = ["", line("ready", language), ""]
    if console:
        rows += [f"  {line('open', language, url=console)}", f"  {line('type', language)}"]
    else:
        rows += [f"  {line('slack', language)}"]
    rows += [f"          {example}" for example in examples]
    where = line("cluster-own", language, kubeconfig=kubeconfig) if kubeconfig else line("cluster-local", language)
    rows += ["", *(f"  {row}" for row in where.split("\n"))]
    swaps = [
        name
        for name, replaced in (
            ("swap-cluster", kubeconfig is not None),
            ("swap-slack", console is None),
            ("swap-redis", own_redis),
        )
        if not replaced
    ]
    if swaps:
        rows += ["", f"  {line('swap', language)}", *(f"    {line(name, language)}" for name in swaps)]
    return "\n".join([*rows, "", f"  {line('stop', language)}", ""])
