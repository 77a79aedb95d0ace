"""Secrets over several lines: keys in PEM, objects of Kubernetes, lists of variables and arguments. Pure."""

import re

from workers.secrets.pairs import KEY_WORDS, KEYS, NAME, QUOTE
from workers.secrets.rule import HIDDEN, SecretRule, rule
from workers.secrets.values import may_be_a_value

_KIND = r"[A-Z0-9 ]{0,40}(?:PRIVATE KEY|OPENSSH|PGP PRIVATE)[A-Z ]{0,20}"
_ANY_NAME = rf"(?P<key>[\w.-]{{0,120}}?(?:{KEYS})(?:_\d{{1,3}})?)"

BLOCKS: tuple[SecretRule, ...] = (
    rule(
        "pem",
        "begin",
        rf"-{{4,5}} ?BEGIN {_KIND} ?-{{4,5}}(?P<secret>(?:[^-]|-(?!---)){{0,20000}})"
        r"(?:-{4,5} ?END [A-Z0-9 ]{1,60}-{4,5})?",
        "RFC 7468, RFC 4716",
    ),
    rule(
        "putty",
        "private-lines",
        r"(?i)Private-Lines: \d{1,4}\r?\n(?P<secret>(?:[A-Za-z0-9+/=]{1,76}\r?(?:\n|$)){1,200})",
        "PuTTY docs",
    ),
    rule(
        "block scalar",
        KEY_WORDS,
        r"(?im)^(?=[^\n]*[|>][+-]?\d?[ \t\r]*\n)"  # few lines end so, and the name costs more to look for
        rf"(?P<indent>[ \t]*)(?:- )?(?P<k>['\"]?){NAME}(?P=k):[ \t]{{1,20}}[|>][+-]?\d?[ \t\r]*\n"
        rf"(?P<secret>(?:(?P=indent)[ \t]+\S[^\n]{{0,4000}}(?:\n(?=[ \t]*\S)|$)){{1,200}})",
        "YAML 1.2 section 8.1",
    ),
    rule(
        "variable in yaml",
        "value:",
        rf"(?im)^(?P<indent>[ \t]*)(?:- )?name:[ \t]{{1,20}}['\"]?{_ANY_NAME}['\"]?[ \t\r]*\n[ \t]*value:[ \t]{{1,20}}"
        rf"(?P<v>['\"]?)(?P<secret>[^\n]{{1,4000}}?)(?P=v)[ \t\r]*$",
        "core/v1 EnvVar",
        may_be_a_value,
    ),
    rule(
        "variable in json",
        "value",
        rf"(?i)(?P<q>{QUOTE})name(?P=q)\s{{0,3}}:\s{{0,3}}(?P=q){_ANY_NAME}(?P=q)\s{{0,3}},\s{{0,60}}(?P=q)value(?P=q)"
        rf"\s{{0,3}}:\s{{0,3}}(?P=q)(?P<secret>(?:(?!(?<!\\)(?P=q))[^\n]){{1,4000}})",
        "core/v1 EnvVar",
        may_be_a_value,
    ),
    rule(
        "variable in json, value first",
        "value",
        rf"(?i)(?P<q>{QUOTE})value(?P=q)\s{{0,3}}:\s{{0,3}}(?P=q)(?P<secret>(?:(?!(?<!\\)(?P=q))[^\n]){{1,4000}})(?P=q)"
        rf"\s{{0,3}},\s{{0,60}}(?P=q)name(?P=q)\s{{0,3}}:\s{{0,3}}(?P=q){_ANY_NAME}(?P=q)",
        "core/v1 EnvVar",
        may_be_a_value,
    ),
    rule(
        "argument on the next line",
        KEY_WORDS,
        rf"(?im)^(?P<indent>[ \t]*(?:- )?)(?P<q>['\"]?)--?{NAME}(?P=q),?[ \t\r]*\n"
        r"(?P=indent)(?P=q)(?P<secret>(?!-)[^\s'\"]{1,500})(?P=q),?[ \t\r]*$",
        "args: of a pod, Args: of kubectl describe",
        may_be_a_value,
    ),
    rule(
        "input of a setting",
        "input_value=",
        rf"(?im)^{_ANY_NAME}[ \t\r]*\n[ \t]{{1,8}}[^\n]{{1,400}}?\binput_value="
        r"(?P<secret>[^\n]{1,400}?)(?=, input_type=|\]|$)",
        "pydantic's ValidationError",
        may_be_a_value,
    ),
)
"""Tried on the whole text, before its lines are looked at one by one."""

_SECRET_YAML = re.compile(r"(?m)^[ \t]*(?:- )?kind:[ \t]*['\"]?Secret['\"]?[ \t\r]*$")
_DATA_YAML = re.compile(r"[ \t]*(?:- )?(?:data|stringData):[ \t\r]*")
_ENTRY_YAML = re.compile(r"(?P<name>[ \t]*[^\s:#][^:]{0,253}:[ \t]{1,20})(?P<secret>\S.*)")
_SECRET_JSON = re.compile(r"\\{0,7}['\"]kind\\{0,7}['\"]\s{0,3}:\s{0,3}\\{0,7}['\"]Secret\\{0,7}['\"]")
_DATA_JSON = re.compile(r"(?P<head>\\{0,7}\"(?:data|stringData)\\{0,7}\"\s{0,3}:\s{0,3}\{)(?P<body>[^{}]{1,100000})")
_ENTRY_JSON = re.compile(r"(:\s{0,3}\\{0,7}\")((?:(?!\\{0,7}\"\s{0,3}[,}\n]|\\{0,7}\"\s{0,3}$)[^\n]){1,20000})")


def secret_objects(text: str) -> tuple[str, int]:
    """Without the values under `data` and `stringData` of documents, in YAML or JSON, that hold a `kind: Secret`."""
    if "Secret" not in text:
        return text, 0
    hidden = 0
    if _SECRET_YAML.search(text):
        documents = re.split(r"(?m)(^---.*\n)", text)
        parts = [_data_of_yaml(part) if _SECRET_YAML.search(part) else (part, 0) for part in documents]
        text, hidden = "".join(part for part, _ in parts), sum(count for _, count in parts)
    if _SECRET_JSON.search(text):
        text, count = _data_of_json(text)
        hidden += count
    return text, hidden


def _data_of_yaml(document: str) -> tuple[str, int]:
    redacted, hidden, depth = [], 0, -1
    for line in document.split("\n"):
        indent = len(line) - len(line.lstrip(" \t"))
        if depth >= 0 and line.strip() and indent <= depth:
            depth = -1
        entry = _ENTRY_YAML.fullmatch(line) if depth >= 0 else None
        if entry:
            line, hidden = entry["name"] + HIDDEN, hidden + 1
        elif depth >= 0 and line.strip() and not line.rstrip().endswith(":"):
            line = " " * indent + HIDDEN  # of a value that goes on in further lines
        if depth < 0 and _DATA_YAML.fullmatch(line):
            depth = indent
        redacted.append(line)
    return "\n".join(redacted), hidden


def _data_of_json(text: str) -> tuple[str, int]:
    hidden = 0

    def without(match: re.Match[str]) -> str:
        nonlocal hidden
        body, count = _ENTRY_JSON.subn(rf"\g<1>{HIDDEN}", match["body"])
        hidden += count
        return match["head"] + body

    return _DATA_JSON.sub(without, text), hidden


_PEM_END = re.compile(rf"-----END {_KIND}-----")
_PEM_LINE = re.compile(r"[A-Za-z0-9+/]{60,76}={0,2}")
_PEM_LAST = re.compile(r"[A-Za-z0-9+/]{1,76}={0,2}")


def keys_without_beginning(text: str) -> tuple[str, int]:
    """Without the lines above the end of a key that begins nowhere: a log's tail may start in the middle of one."""
    if "-----END" not in text:
        return text, 0
    lines, hidden = text.split("\n"), 0
    for index, line in enumerate(lines):
        if not _PEM_END.search(line) or "-----BEGIN" in line or not index:
            continue
        above = index - 1 if _PEM_LAST.fullmatch(lines[index - 1].strip()) else index
        while above and _PEM_LINE.fullmatch(lines[above - 1].strip()):
            above -= 1
        if above < index:
            lines[above:index] = [HIDDEN] * (index - above)
            hidden += 1
    return "\n".join(lines), hidden
