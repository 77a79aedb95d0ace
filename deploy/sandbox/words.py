"""What the sandbox prints, in English and Chinese. Pure."""

from collections.abc import Mapping
from string import Template

from core.bilingual import Bilingual
from core.messages.model import Language

EXAMPLES_LOCAL = ("/exitcode -1", "/exitcode 137", "/whypod shop/checkout")
EXAMPLES_OWN = ("/exitcode -1", "/exitcode 137", "/whypod NAMESPACE/POD")

WORDS: Mapping[str, Bilingual] = {
    "ready": Bilingual("whypod is running.", "whypod 已启动。"),
    "open": Bilingual("Open    $url", "打开    $url"),
    "slack": Bilingual(
        "Type in your Slack workspace (invite the bot to a channel first):",
        "在你的 Slack 工作区里输入（先把机器人邀请进频道）：",
    ),
    "type": Bilingual("Type", "输入"),
    "cluster-local": Bilingual("Cluster a recorded one on this machine", "集群    本机上的一个录制集群"),
    "cluster-own": Bilingual(
        "Cluster YOUR OWN, from $kubeconfig. whypod only reads: it never changes anything there.\n"
        "        The recorded one instead: WHYPOD_CLUSTER=local make run",
        "集群    你自己的集群（$kubeconfig）。whypod 只读取，从不改动任何东西。\n"
        "        改用录制的集群：WHYPOD_CLUSTER=local make run",
    ),
    "swap": Bilingual("The real thing, each on its own:", "逐个换成真实的服务："),
    "swap-cluster": Bilingual(
        "your cluster   KUBECONFIG=~/.kube/config make run", "你的集群       KUBECONFIG=~/.kube/config make run"
    ),
    "swap-slack": Bilingual(
        "your Slack     SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… make run",
        "你的 Slack     SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… make run",
    ),
    "swap-redis": Bilingual(
        "your Redis     REDIS_URL=redis://host:6379/0 make run", "你的 Redis     REDIS_URL=redis://host:6379/0 make run"
    ),
    "stop": Bilingual("Stop    Ctrl-C", "停止    Ctrl-C"),
    "stopping": Bilingual("stopping ...", "正在停止……"),
    "starting": Bilingual("starting ...", "正在启动……"),
}


def line(name: str, language: Language, **values: str) -> str:
    """One of the sentences, its placeholders filled."""
    return Template(WORDS[name].of(language)).substitute(values)


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
