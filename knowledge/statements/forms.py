"""The forms in which an exit code or a signal is written, each with its writer and its source. Pure data.

Every repetition is bounded and every form begins with a fixed word or a number, so that no line takes longer than its
length. A Chinese character may touch any of them, which \\b does not allow: LEFT and RIGHT stand for it.
"""

from __future__ import annotations

import re

from core.record import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

LEFT, RIGHT = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
NUMBER = r"(?P<number>[+-]?(?:0x[0-9a-f]{1,64}|\d{1,4000})(?![A-Za-z0-9_]|[.:]\d))"
SHORT = r"(?P<number>-?\d{1,10}(?![A-Za-z0-9_.]))"
# `was: 137`, `是 137`, `": 137`, `=137`, `[137]`, a describe's column of blanks.
LINK = r"\s{0,9}(?:was|is|of|now|为|是|了|都是)?[\"'`*\s]{0,4}[:=：(（\[]{0,2}[\"'`*\s\[(]{0,30}"
# `128-130` is a range, unless it goes on as a date or a version does.
UPPER = r"(?:\s?[-–~～至到]\s?(?P<upper>\d{1,3})(?![A-Za-z0-9_.:-]))?"
# A count or a time, not a code: `exited 3 times`, `exits 5 minutes later`.
NO_AMOUNT = r"(?!\s{0,3}(?:times?|min(?:ute)?s?|h(?:ou)?rs?|sec(?:ond)?s?|m?s\b|days?|%|次|分|秒|小时|天|个))"
NAMES = (
    "HUP|INT|QUIT|ILL|TRAP|ABRT|IOT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CONT|STOP|TSTP|TTIN|TTOU|URG"
    "|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|PWR|SYS"
)
SIGNAL = rf"SIG(?P<name>{NAMES}){RIGHT}"
# os.ProcessState.String of Go prints the kernel's words (syscall/zerrors_linux_amd64.go).
GO_WORDS = (
    "hangup|interrupt|quit|illegal instruction|trace/breakpoint trap|aborted|bus error|floating point exception|killed"
    "|segmentation fault|broken pipe|alarm clock|terminated|stack fault|cpu time limit exceeded"
    "|file size limit exceeded|bad system call"
)
# A signal that was sent or received ended nobody yet: nginx's `signal 3 (SIGQUIT) received`.
NOT_SENT = r"(?<!received )(?<!caught )(?<!sending )(?<!sent )(?<!got )"
NOT_RECEIVED = r"(?!\W{0,3}(?:SIG[A-Z0-9]{2,7})?\W{0,3}(?:received|caught))"
ENDED = (
    r"(?:kill(?:ed)?|terminat(?:ed|ion)|died|dies|ended|stopped|exit(?:ed|s)?|crash(?:ed|es)?|dumped|failed|aborted)"
)


class StatementForm(Frozen):
    """One form: what it tells (an exit code or a signal), whose it is, and its pattern.

    Groups: `number`, `upper` (of a range), `name` (of a signal), `words` (Go's for a signal).
    """

    predicate: Literal["exit-code", "signal"]
    pattern: re.Pattern[str]
    writer: str = ""


def _code(pattern: str, writer: str = "") -> StatementForm:
    return StatementForm(predicate="exit-code", pattern=re.compile(pattern, re.IGNORECASE), writer=writer)


def _signal(pattern: str, writer: str = "") -> StatementForm:
    return StatementForm(predicate="signal", pattern=re.compile(pattern, re.IGNORECASE), writer=writer)


# systemd: src/core/service.c (service_sigchld_event), src/shared/exit-status.c, systemd.exec(5).
SYSTEMD = (
    _code(rf"code=exited,\s{{0,3}}status={SHORT}(?:/[A-Z_0-9]{{1,40}})?", "systemd"),
    _signal(r"code=(?:killed|dumped),\s{0,3}status=(?P<number>\d{1,3})(?:/[A-Z0-9+]{1,12})?", "systemd"),
    _signal(rf"\bstatus=\d{{1,2}}/(?P<name>{NAMES}){RIGHT}", "systemd"),
    _code(rf"\bstatus={SHORT}/[A-Z][A-Z_]{{2,40}}\b", "systemd"),
)
# Python: Lib/subprocess.py (CalledProcessError), asyncio; airflow task/task_runner/standard_task_runner.py.
PYTHON = (
    _signal(rf"<Signals\.{SIGNAL}:\s{{0,3}}\d{{1,2}}>", "python"),
    _signal(rf"{LEFT}Negsignal\.{SIGNAL}", "python"),
    _code(rf"{LEFT}return(?:ed|s)?[\s_-]{{0,4}}code{LINK}(?P<number>-\d{{1,3}}(?![A-Za-z0-9_]))", "python"),
)
# wait(2); util-linux, Perl's $?, Python's os.waitpid: `wait status 9`.
WAIT = (
    _code(rf"{LEFT}(?:raw\s|process\s)?wait(?:pid)?[\s_-]?status{LINK}(?P<number>\d{{1,5}}(?![A-Za-z0-9_]))", "wait"),
    _code(rf"等待状态码?{LINK}(?P<number>\d{{1,5}}(?![A-Za-z0-9_]))", "wait"),
)
# docker/cli cli/command/formatter/container.go; moby daemon/monitor.go; compose pkg/compose/printer.go.
# moby/swarmkit agent/exec/dockerapi/errors.go.
DOCKER = (
    _code(rf"{LEFT}(?:[Ee]xited|Restarting) \({SHORT}\)", "docker"),
    _code(rf"{LEFT}non-zero exit \({SHORT}\)", "docker"),
)
SIGNALS = (
    _signal(rf"{LEFT}signal:\s{{1,3}}(?P<words>{GO_WORDS}){RIGHT}", "go"),
    # pm2 lib/God/Methods.js `via signal [SIGKILL]`; Nomad client/allocrunner `Signal: 9`; perl, bash, fish.
    _signal(rf"{NOT_SENT}(?:{LEFT}signal|信号)\s{{0,4}}[:=#：]?\s{{0,4}}[\[\"'`(]{{0,2}}"
            rf"(?P<number>\d{{1,3}})(?![A-Za-z0-9_.]){NOT_RECEIVED}"),
    _signal(
        rf"{NOT_SENT}(?:{LEFT}signal|信号)\s{{0,4}}[:=#：]?\s{{0,4}}[\[\"'`(]{{0,2}}"
        rf"(?:SIG)?(?P<name>{NAMES}){RIGHT}{NOT_RECEIVED}"
    ),
    # supervisord supervisor/process.py `(terminated by SIGKILL; not expected)`; execa `was killed with SIGKILL`.
    _signal(
        rf"{LEFT}{ENDED}\s(?:\w{{1,12}}\s){{0,2}}?(?:by|with|on|from|via|due to|using)\s"
        rf"(?:an?\s|the\s)?(?:signal\s)?[\"'`(]{{0,2}}{SIGNAL}"
    ),
    _signal(rf"(?:被|因为?|由于?)\s{{0,3}}(?:信号|一个)?\s{{0,3}}[\"'`]?{SIGNAL}"),
)  # fmt: skip
LABELLED = (
    # `exit code`, `exited with a non-zero exit status`, `"ExitCode":`, `exit value` (Gradle), `rc=`.
    _code(
        rf"{LEFT}(?:exit(?:ed|s|ing)?(?:[\s_-]{{1,4}}(?:with|on|an?|the|non-?zero|error|exit|return)){{0,4}}"
        rf"[\s_-]{{0,4}}(?:status\scode|codes?|status|value)"
        rf"|return(?:ed|s)?(?:[\s_-]{{1,4}}(?:an?|non-?zero|error|exit|bad)){{0,3}}[\s_-]{{0,4}}(?:code|status|value)"
        rf"|(?:with|of|failed)\s(?:an?\s)?(?:non-?zero\s|error\s|exit\s){{0,2}}(?:code|status)"
        rf"|rc|(?<!status )(?<!response )(?<!http )code(?==)|(?<!http )(?<!response )status(?==))"
        rf"{LINK}{NUMBER}{UPPER}"
    ),
    _code(
        rf"{LEFT}exit\s(?:status\s)?code\s(?:of|for|from)\s(?:[a-z0-9-]{{1,30}}\s){{1,4}}?(?:is"
        rf"|was)(?:\snow)?\s{{1,3}}{NUMBER}"
    ),
    _code(rf"{LEFT}npm\s(?:ERR!|error)\s{{1,4}}errno\s{{1,4}}{SHORT}", "npm"),  # npm lib/utils/error-message.js
    _code(rf"\(code {SHORT}\)"),  # rsync main.c, `rsync error: … (code 23) at main.c`
    _code(rf"\$\?\s{{0,3}}(?:=|is|为|是|:)\s{{0,3}}{SHORT}", "echo"),
    _code(rf"(?:退出|返回|错误退出)的?(?:状态)?(?:码|代码|值|code)(?:都|也|又|还|总|一直)?{LINK}{NUMBER}{UPPER}"),
    _code(rf"(?<!HTTP )(?<!HTTP)(?<!响应)(?<!返回)状态码{LINK}{NUMBER}"),
    _code(r"以\s?(?:状态码?|代码|code)?\s?(?P<number>-?\d{1,10})\s?(?:的状态)?(?:退出|结束|终止)"),
)
# Without a word such as `code` between them a number may be a count.
BARE = (
    _code(
        rf"{LEFT}exit(?:s|ed|ing)?(?:\s{{1,4}}(?:with|on))?(?:\s{{1,4}}(?:an?|non-?zero))?\s{{0,4}}[(\[（:：=]?\s{{0,3}}"
        rf"{NUMBER}{UPPER}{NO_AMOUNT}"
    ),
    _code(rf"{LEFT}(?P<number>\d{{1,3}})\s(?:exit|return)\s?(?:code|status){RIGHT}"),
    _code(rf"{LEFT}\*\*\* \[[^\]\n]{{1,200}}\] Error (?P<number>\d{{1,3}}){RIGHT}", "make"),  # GNU make job.c
)
FORMS = (*SYSTEMD, *PYTHON, *WAIT, *DOCKER, *SIGNALS, *LABELLED, *BARE)
