"""The commands that watch for a signal, ready to paste into one root shell in which `$PID` is set. Pure.

Nothing of a cluster's goes into them but numbers: signals here, the pid by the shell variable. Sources: the fields of
signal_generate and signal_deliver (include/trace/events/signal.h), bpftrace's language reference, killsnoop(8),
auditctl(8), ausearch(8), stap(1), systemtap's tapset `signal.stp`, Documentation/trace/ftrace.rst.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from knowledge.tracing.systems import can_walk_up, version

LOG = "/tmp/whokilled.log"
PIDFD_SINCE = (5, 1)
"""pidfd_send_signal(2)."""
TRACEFS_SINCE = (4, 1)
"""/sys/kernel/tracing; before, it stood under debugfs."""


def bpftrace(signals: Sequence[int], kernel: str) -> str:
    """One line for each signal sent, with the sender's ancestors where the kernel has BTF, and for its arrival."""
    condition = " || ".join(f"args->sig == {number}" for number in signals)
    upwards = [
        "  $t = (struct task_struct *)curtask;",
        '  unroll(8) { $t = $t->real_parent; if ($t->tgid > 0) { printf(" < %s(%d)", $t->comm, $t->tgid); } }',
    ]
    lines = [
        "bpftrace -e '",
        f"tracepoint:signal:signal_generate /args->pid == '$PID' && ({condition})/ {{",
        '  time("%H:%M:%S ");',
        '  printf("whypod: %s(%d) uid %d sent %d to %s(%d) code %d result %d",',
        "    comm, pid, uid, args->sig, args->comm, args->pid, args->code, args->result);",
        *(upwards if can_walk_up(kernel) else []),
        '  printf("\\n");',
        "}",
        f"tracepoint:signal:signal_deliver /pid == '$PID' && ({condition})/ {{",
        '  time("%H:%M:%S "); printf("arrived: %d at %s(%d)\\n", args->sig, comm, pid);',
        f"}}' | tee {LOG}",
    ]
    return "\n".join(lines)


def tracefs(signals: Sequence[int], kernel: str) -> str:
    """The same tracepoint with nothing but a shell."""
    number = version(kernel)
    folder = "/sys/kernel/tracing" if number is None or number >= TRACEFS_SINCE else "/sys/kernel/debug/tracing"
    condition = " || ".join(f"sig=={each}" for each in signals)
    event = "events/signal/signal_generate"
    return "\n".join(
        [
            f"cd {folder}",
            f'echo "pid==$PID && ({condition})" > {event}/filter',
            f"echo 1 > {event}/enable",
            f"cat trace_pipe | tee {LOG}",
        ]
    )


TRACEFS_OFF = "echo 0 > events/signal/signal_generate/enable; echo 0 > events/signal/signal_generate/filter"
"""Switches it off again, in the same folder."""


def look_back(ended: datetime | None, journal: bool, root: str) -> tuple[str, ...]:
    """What the kernel and the kubelet wrote a minute around that time; of the last hour where it is not known."""
    if not journal:
        return ('dmesg | grep -iE "out of memory|killed process"',)
    if ended is None:
        span = '--since "1 hour ago"'
    else:
        ended = ended.astimezone(UTC)
        start, end = (f"{ended + timedelta(minutes=step):%Y-%m-%d %H:%M:%S}" for step in (-1, 1))
        span = f'--utc --since "{start} UTC" --until "{end} UTC"'
    return (
        f'{root}journalctl -k {span} | grep -iE "out of memory|killed process"',
        f'{root}journalctl -u kubelet {span} | grep -iE "killing|unhealthy|evict"',
    )


def killsnoop(program: str) -> str:
    """The bcc tool: `-T` is the one who receives."""
    return f"{program} -T $PID | tee {LOG}"


def audit(signals: Sequence[int], kernel: str) -> str:
    """A rule for each signal: it filters by the second argument, which is the signal of all these calls."""
    number = version(kernel)
    pidfd = " -S pidfd_send_signal" if number is None or number >= PIDFD_SINCE else ""
    calls = f"-S kill -S tkill{pidfd}"
    rules = [f"auditctl -a always,exit -F arch=b64 {calls} -F a1={each} -k whypod" for each in signals]
    return "\n".join(rules)


AUDIT_READ = "ausearch -k whypod -i --start recent"
"""What the rules noted in the last ten minutes."""
AUDIT_AWAY = "auditctl -D -k whypod"
"""Takes the rules away again."""


def systemtap(signals: Sequence[int]) -> str:
    """A script that prints the sender, its parent and the whole chain with the time each process was started."""
    condition = " || ".join(f"sig == {each}" for each in signals)
    return "\n".join(
        [
            "cat > /tmp/whokilled.stp <<'EOF'",
            "probe signal.send {",
            f"  if (sig_pid == target() && ({condition})) {{",
            '    printf("%s(%d) send %s to %s(%d) uid %d\\n", execname(), pid(), sig_name, pid_name, sig_pid, uid())',
            '    printf("parent of sender: %s(%d)\\n", pexecname(), ppid())',
            '    printf("task_ancestry:%s\\n", task_ancestry(task_current(), 1))',
            "  }",
            "}",
            "EOF",
            f"stap -x $PID /tmp/whokilled.stp | tee {LOG}",
        ]
    )
