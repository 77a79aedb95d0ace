"""What ran the process that a text is about, where that is not Kubernetes, and its own next commands. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messages.model import Platform
    from knowledge.codes.query import Query

# Lines of a text that are asked who wrote them.
MOST_LINES = 50
# Runtimes whose codes are those of a platform itself.
OF_RUNTIME: dict[str, Platform] = {"docker": "docker", "systemd": "systemd"}
_OF_KUBERNETES = ("kubectl", "Last State:", "crictl", "pod/", "pods/")


def platform_of(text: str) -> tuple[Platform, str]:
    """The first platform that a line of the text shows, and the name told there; empty for Kubernetes."""
    if any(word in text for word in _OF_KUBERNETES):
        return "", ""
    from knowledge.signatures import platform_named, signature_of

    for line in text.splitlines()[:MOST_LINES]:
        known = signature_of(line)
        if known and known[0].platform:
            return known[0].platform, known[1].groupdict().get("name") or ""
    return platform_named(text), ""


def commands_there(asked: Query, commands: Sequence[str]) -> tuple[str, ...]:
    """The code's commands as far as they answer where the process ran, behind the platform's own."""
    platform = asked.platform or OF_RUNTIME.get(asked.runtime or "", "")
    if not platform:
        return tuple(commands)
    from knowledge.platforms import look_commands, that_apply

    return (*look_commands(platform, asked.platform_name), *that_apply(platform, commands))
