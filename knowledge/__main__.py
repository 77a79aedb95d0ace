"""The shell command `exitcode`: reads its words and the environment, prints answers, and must not know codes itself.

Options are read by hand, because argparse takes -1 for an option and longer to import than the answer takes.
"""

from __future__ import annotations

import os
import sys

from core.bilingual import Bilingual

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.messages.model import Language
    from knowledge.codes.answer import Decoded
    from knowledge.codes.terminal import CodeStyle

ANSWERED, BAD_USAGE, INTERRUPTED = 0, 2, 130  # 128 + SIGINT
# The longest command line Linux allows by default is 2 MiB (execve(2), ARG_MAX): many codes at once are fine here.
LONGEST_COMMAND_LINE = 2 * 1024 * 1024
# A pasted `kubectl describe` of a large pod is below 100 kB.
LONGEST_PASTE = 200_000

HELP = Bilingual(
    """\
exitcode CODE...            what an exit code means, most likely in a container
exitcode signals            the Linux signals; one: exitcode SIGTERM
exitcode sysexits           the names of 64 to 78
exitcode guide WORDS...     the on-call guide: a page's best section; a topic's name: the whole page

CODE as you have it:  137   -1   0x89   128+9   SIGKILL   EX_CONFIG   OOMKilled   3221225477
with its reason or program:  '137 Error'   '2 go'        pasted:  'Exit Code: 255'   kubectl describe pod P | exitcode -

  --all          every reading, with its source
  --json         one JSON object a code
  --lang en|zh   language (otherwise WHYPOD_LANGUAGE, then LANG)
Exit status: 0 answered, 2 bad usage or no such code.
""",
    """\
exitcode 退出码...          退出码的含义，容器里最可能的在前
exitcode signals            Linux 信号表；查单个：exitcode SIGTERM
exitcode sysexits           64 到 78 的名称
exitcode guide 关键词...    排障指南：最相关的一节；写页面名则显示全文

怎么写都行：  137   -1   0x89   128+9   SIGKILL   EX_CONFIG   OOMKilled   3221225477
带上原因或程序：  '137 Error'   '2 go'        粘贴：  'Exit Code: 255'   kubectl describe pod P | exitcode -

  --all          列出全部含义及出处
  --json         每个码一个 JSON 对象
  --lang en|zh   语言（默认取 WHYPOD_LANGUAGE，其次 LANG）
退出状态：0 已回答，2 用法错误或没有这个码。
""",
)


class BadUsage(Exception):
    """The command line cannot be read; the message is what the user sees."""


class ShellOptions:
    """What the command line asks for; filled by `options`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.json = self.whole = self.help = False
        self.words: list[str] = []


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    for stream in (sys.stdin, sys.stdout):
        # A terminal that is not UTF-8 shows a question mark rather than a traceback; so does a paste that is not.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    language = language_of(os.environ)
    try:
        asked = options(sys.argv[1:] if arguments is None else arguments, language)
        return _answer(asked)
    except BadUsage as wrong:
        sys.stderr.write(f"exitcode: {wrong}\n")
        return BAD_USAGE
    except BrokenPipeError:
        # `exitcode signals | head`: the reader has enough. Without this Python complains again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except KeyboardInterrupt:
        return INTERRUPTED


def language_of(environment: Mapping[str, str]) -> Language:
    """The reader's language: WHYPOD_LANGUAGE, else the locale; anything that is not Chinese is English."""
    for name in ("WHYPOD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def options(arguments: list[str], language: Language) -> ShellOptions:
    """Options and words apart; a word that begins with a minus and a digit is a number, not an option."""
    shell_options = ShellOptions(language)
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            shell_options.words.extend(rest)
        elif not word.startswith("-") or word == "-" or word[1:2].isdigit():
            shell_options.words.append(word)
        elif word in ("--json", "--all", "--help", "-h"):
            shell_options.json |= word == "--json"
            shell_options.whole |= word == "--all"
            shell_options.help |= word in ("--help", "-h")
        elif word == "--lang" or word.startswith("--lang="):
            shell_options.language = _language(word.partition("=")[2] if "=" in word else next(rest, ""))
        else:
            raise BadUsage(f"unknown option {word[:40]!r}; exitcode --help shows the options")
    return shell_options


def _language(name: str) -> Language:
    if name == "en":
        return "en"
    if name == "zh":
        return "zh"
    raise BadUsage(f"--lang takes en or zh, not {name[:40]!r}")


def _answer(asked: ShellOptions) -> int:
    if asked.help:
        sys.stdout.write(HELP.of(asked.language))
        return ANSWERED
    if not asked.words:
        sys.stderr.write(HELP.of(asked.language))
        return BAD_USAGE
    if asked.words in (["signals"], ["sysexits"]):
        return _whole_table(asked)
    if asked.words[0] == "guide":
        return _guide(asked)
    from knowledge.decode import decode

    given: str | list[str] = sys.stdin.read(LONGEST_PASTE) if asked.words == ["-"] else asked.words
    decoded = decode(given, at_most=LONGEST_COMMAND_LINE)
    (_print_json if asked.json else _print_pages)(decoded, asked)
    sys.stdout.flush()
    return ANSWERED if all(one.understood for one in decoded) else BAD_USAGE


def _print_json(decoded: list[Decoded], asked: ShellOptions) -> None:
    import json

    from knowledge.decode import as_json

    for one in decoded:
        sys.stdout.write(json.dumps(as_json(one, asked.language), ensure_ascii=False) + "\n")


def _print_pages(decoded: list[Decoded], asked: ShellOptions) -> None:
    from knowledge.codes.terminal import page

    paper = _style(asked)
    for index, one in enumerate(decoded):
        if not one.understood:
            sys.stderr.write(f"exitcode: {one.headline.of(asked.language)}\n")
            continue
        sys.stdout.write(("\n" if index else "") + page(one, paper))


def _whole_table(asked: ShellOptions) -> int:
    from knowledge.codes.signal import all_signals
    from knowledge.codes.terminal import signals_table, sysexits_table
    from knowledge.decode import all_sysexits, signal_json, sysexit_json

    signals = asked.words == ["signals"]
    if asked.json:
        import json

        rows = (
            [signal_json(one, asked.language) for one in all_signals()]
            if signals
            else [sysexit_json(one, asked.language) for one in all_sysexits()]
        )
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        paper = _style(asked)
        sys.stdout.write(signals_table(all_signals(), paper) if signals else sysexits_table(all_sysexits(), paper))
    sys.stdout.flush()
    return ANSWERED


def _guide(asked: ShellOptions) -> int:
    from knowledge.guide_terminal import no_page, page, topics, whole

    words = " ".join(asked.words[1:])
    text = (whole(words, asked.language) or page(words, asked.language)) if words else topics(asked.language)
    sys.stdout.write(text)
    sys.stdout.flush()
    if not text:
        sys.stderr.write(f"exitcode: {no_page(words, asked.language)}\n")
    return ANSWERED if text else BAD_USAGE


def _style(asked: ShellOptions) -> CodeStyle:
    from knowledge.codes.terminal import CodeStyle

    tty = sys.stdout.isatty()
    # no-color.org: any value that is not empty means no color.
    return CodeStyle(
        language=asked.language, columns=_columns(tty), color=tty and not os.environ.get("NO_COLOR"), whole=asked.whole
    )


def _columns(tty: bool) -> int:
    """The terminal's width; 80 where there is none."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and int(given[:6]) > 0:
        return int(given[:6])
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80 if tty else 80
    except OSError:
        return 80


if __name__ == "__main__":
    sys.exit(main())
