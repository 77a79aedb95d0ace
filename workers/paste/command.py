"""The command a person typed before the output: `$ kubectl -n shop logs web-1 -c app --previous`. Pure."""

import re
import shlex
from dataclasses import dataclass

from workers.paste.vocabulary.kinds import SHORT_NAMES
from workers.paste.vocabulary.names import names

PROMPT = re.compile(
    r"^\s{0,8}(?:"
    r"\[[^\]\n]{1,80}\]\s?[$#%>]"  # [root@node ~]#
    r"|\([^)\n]{1,40}\)\s?[\w.@:~/-]{0,60}\s?[$#%>❯➜]"  # (venv) me@host:~$
    r"|[\w.-]{1,40}@[\w.-]{1,60}[: ]?[^\s$#%>]{0,80}\s?[$#%>❯➜]"  # me@host:~/src$
    r"|-?(?:bash|sh|zsh)[\w.-]{0,12}[$#%]"  # bash-4.4$
    r"|(?:PS )?[A-Z]:[^>\n]{0,80}>"  # PowerShell, cmd.exe
    r"|[~/][\w./~-]{0,80}\s?[$#%❯➜]"
    r"|[$#%❯➜»λ+]"
    r")\s*(\S.*)$"
)
TOOLS = names(
    "kubectl k oc kubectl.exe microk8s microk8s.kubectl k3s minikube docker podman nerdctl crictl journalctl dmesg "
    "stern kail helm kubetail kubecolor systemctl sudo tail cat grep df free curl wget echo ls ps ssh"
)
KUBECTL = frozenset({"kubectl", "k", "oc", "kubectl.exe", "microk8s.kubectl", "kubecolor"})
VERBS = names("get describe logs log events exec apply delete edit patch top rollout scale explain debug cp run create")
VALUED = names("-n --namespace -c --container -o --output -l --selector --context --tail --since -f --field-selector")


_TYPED = re.compile(
    r"\s{0,8}(?:[\w.@:~/-]{0,60}\s?[$#%>]\s?)?(?:sudo )?(?:kubectl|oc)"
    r"(?: (?:-n|--namespace|--context)[ =]\S{1,100})? (?P<verb>[a-z]{2,10})(?=\s)"
)
_WORD = re.compile(r"\s+((?:'[^']{0,2000}'|\"[^\"]{0,2000}\"|[^\s'\"]){1,4000})")
_NAME = re.compile(r"[a-z0-9][a-z0-9./,-]{0,252}")
_WORDS_OF = {"get": 2, "describe": 2, "logs": 1, "events": 0}


@dataclass(frozen=True)
class TypedCommand:
    """What was asked for; empty strings where the command does not say."""

    text: str = ""
    verb: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    container: str | None = None
    previous: bool = False
    output: str = ""

    @property
    def shows_logs(self) -> bool:
        """Whether what follows is what a container wrote."""
        return self.verb in ("logs", "log")


def command(line: str) -> TypedCommand | None:
    """The command in a line that begins with a prompt, or with a bare `kubectl`; None for any other line."""
    text = line.strip()
    if match := PROMPT.match(line):
        text = match.group(1)
        first = text.split(None, 1)[0]
        if first not in TOOLS and not _assigns(first) and line.lstrip()[:1] in "#%+»λ":
            return None  # a comment or a heading
    elif not _bare(text):
        return None
    return _read(text)


def command_end(line: str) -> int:
    """Where a kubectl command ends in a line that goes on with its output; 0 where the line begins with none, or where
    that cannot be told, as of a pipe.

    A verb has at most two words, each a name in small letters; what follows is its output.
    """
    match = _TYPED.match(line)
    if not match or match["verb"] not in _WORDS_OF:
        return 0
    end, words = match.end(), _WORDS_OF[match["verb"]]
    while word := _WORD.match(line, end):
        text = word[1]
        if text[0] in "|;&>":
            return 0
        if text.startswith("-"):
            end = word.end()
            if "=" not in text and text in VALUED and (value := _WORD.match(line, end)):
                end = value.end()
        elif words and _NAME.fullmatch(text):
            words, end = words - (2 if "/" in text else 1), word.end()
        else:
            break
    return end


def _assigns(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier() and name.isupper()


def _bare(text: str) -> bool:
    words = text.split(None, 6)
    return (
        len(words) > 1
        and words[0] in KUBECTL
        and any(word in VERBS for word in words[1:6])
        and not text.endswith((".", "?", "。"))
    )


def _read(text: str) -> TypedCommand:
    words = _words(text.split("|", 1)[0])
    while words and words[0] in ("sudo", "microk8s", "k3s", "minikube", "watch", "--"):
        words = words[1:]
    if not words or words[0] not in (KUBECTL | {"docker", "podman", "nerdctl", "crictl", "journalctl", "dmesg"}):
        return TypedCommand(text, verb=words[0] if words else "")
    if words[0] in ("journalctl", "dmesg"):
        return TypedCommand(text, verb=words[0])
    return _kubectl(text, words[1:])


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote that is not closed
        return text.split()


def _kubectl(text: str, words: list[str]) -> TypedCommand:
    options, plain = _sorted(words)
    verb = plain[0] if plain else ""
    kind, name = _object(verb, plain[1:])
    container = options.get("-c") or options.get("--container")
    if verb in ("logs", "log") and not container and len(plain) > 2:
        container = plain[2]  # `kubectl logs POD CONTAINER`
    namespace, _, rest = name.rpartition("/")
    return TypedCommand(
        text=text,
        verb=verb,
        kind=kind,
        name=rest,
        namespace=options.get("-n") or options.get("--namespace") or namespace,
        container=container,
        previous="-p" in options or options.get("--previous", "false") not in ("false",),
        output=options.get("-o") or options.get("--output") or "",
    )


def _sorted(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Options with their values, and the other words."""
    options: dict[str, str] = {}
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            plain.append(word)
            continue
        name, equals, value = word.partition("=")
        logs = bool(plain) and plain[0] in ("logs", "log")
        if not equals and name in VALUED and not (logs and name == "-f"):
            value = next(rest, "")
        elif not equals and not name.startswith("--") and len(name) > 2 and name[:2] in ("-n", "-o", "-c"):
            name, value = name[:2], name[2:]  # `-ojson`, `-nshop`
        options[name] = value
    return options, plain


def _object(verb: str, words: list[str]) -> tuple[str, str]:
    """`pod web-1`, `pod/web-1` or, for logs, `web-1`."""
    if not words:
        return "", ""
    first = words[0]
    if "/" in first:
        kind, _, name = first.partition("/")
        return SHORT_NAMES.get(kind, kind), name
    if verb in ("logs", "log", "exec"):
        return "pod", first
    return SHORT_NAMES.get(first, first), words[1] if len(words) > 1 else ""
