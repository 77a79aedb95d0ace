"""Captured traces in the formats their tools print, and who was behind each."""

import pytest

from knowledge.tracing import read

SHELL_CHAIN = "task_ancestry:swapper/0(0m0.000000000s)=>systemd(0m0.080000000s)=>"

CAPTURES = {
    "systemtap, a name nobody would choose above a shell": (
        "pkill(23549) send SIGKILL to server(7942)\nparent of sender: bash(23495)\n"
        f"{SHELL_CHAIN}xQzK7w(19491m2.579563677s)=>sh(33473m38.074571885s)=>bash(33473m38.077072025s)"
        "=>bash(33475m4.817798337s)=>pkill(33475m5.202486630s)\n",
        ("intruder", "possible", "xQzK7w", 9),
    ),
    "systemtap, an operator's shell": (
        "kill(5213) send SIGKILL to server(7942)\nparent of sender: bash(5001)\n"
        f"{SHELL_CHAIN}sshd(12m1.0s)=>sshd(900m1.0s)=>bash(900m1.5s)=>kill(901m0.1s)\n",
        ("operator", "likely", "sshd", 9),
    ),
    "systemtap, whypod's own script, the runtime": (
        "runc(8120) send SIGTERM to server(7942) uid 0\nparent of sender: containerd-shim(7900)\n"
        f"{SHELL_CHAIN}containerd-shim(30m2.0s)=>runc(99m3.1s)\n",
        ("runtime", "likely", "runc", 15),
    ),
    "systemtap, Docker of 2019": (
        "docker-containe(1201) send SIGKILL to java(7942)\nparent of sender: dockerd(990)\n",
        ("runtime", "likely", "docker-containe", 9),
    ),
    "systemtap, sigmon.stp": (
        "SPID     SNAME            RPID  RNAME            SIGNUM SIGNAME\n"
        "5609     crond            7942  my app           9      SIGKILL\n",
        ("scheduled", "likely", "crond", 9),
    ),
    "systemtap, sigkill.stp": (
        "SIGKILL was sent to less (pid:5567) by bash uid:1000\n",
        ("operator", "possible", "bash", 9),
    ),
    "systemtap, a shell in a container": (
        "kill(41) send SIGTERM to app(7942)\nparent of sender: sh(40)\n"
        f"{SHELL_CHAIN}containerd-shim(30m2.0s)=>sh(99m3.1s)=>kill(99m9.1s)\n",
        ("container-shell", "likely", "sh", 15),
    ),
    "systemtap, a master that stops its worker": (
        "gunicorn(7900) send SIGKILL to gunicorn(7942)\nparent of sender: containerd-shim(7880)\n"
        f"{SHELL_CHAIN}containerd-shim(30m2.0s)=>gunicorn(30m3.1s)\n",
        ("supervisor", "likely", "gunicorn", 9),
    ),
    "bpftrace, whypod's own line, cron": (
        "Attaching 1 probe...\n10:34:50 whypod: pkill(11473) uid 0 sent 9 to java(7942) code 0 result 0"
        " < sh(11250) < cron(900) < systemd(1)\n",
        ("scheduled", "likely", "cron", 9),
    ),
    "bpftrace, the grace period": (
        "10:34:20 whypod: runc(100) uid 0 sent 15 to app(7942) code 0 result 0 < containerd-shim(90) < systemd(1)\n"
        "10:34:50 whypod: runc(101) uid 0 sent 9 to app(7942) code 0 result 0 < containerd-shim(90) < systemd(1)\n",
        ("runtime-grace", "likely", "runc", 9),
    ),
    "bpftrace, kubectl exec": (
        "10:34:50 whypod: bash(300) uid 0 sent 9 to worker(7950) code 0 result 0 < containerd-shim(90) < systemd(1)\n",
        ("container-shell", "likely", "bash", 9),
    ),
    "bpftrace, the program's own child": (
        "10:34:50 whypod: sh(300) uid 0 sent 15 to app(7942) code 0 result 0 < app(7942) < containerd-shim(90)\n",
        ("own", "likely", "sh", 15),
    ),
    "bpftrace, abort()": (
        "10:34:50 whypod: app(7942) uid 0 sent 6 to app(7942) code -6 result 0 < containerd-shim(90)\n",
        ("own", "likely", "app", 6),
    ),
    "bpftrace, another container": (
        "10:34:50 whypod: reaper(300) uid 0 sent 9 to app(7942) code 0 result 0 < containerd-shim(90) < systemd(1)\n",
        ("container", "likely", "reaper", 9),
    ),
    "bpftrace, the cgroup's OOM killer without its words": (
        "10:34:50 whypod: python3(7942) uid 0 sent 9 to python3(7942) code 128 result 0 < containerd-shim(90)\n",
        ("kernel", "likely", "python3", 9),
    ),
    "bpftrace, a session manager of the cloud": (
        "10:34:50 whypod: kill(300) uid 0 sent 9 to app(7942) code 0 result 0 < sh(299) < ssm-session-wor(280)\n",
        ("remote", "likely", "ssm-session-wor", 9),
    ),
    "bpftrace, a one-liner of somebody's own": (
        "kill (5213) -> server (7942) sig 9\n",
        ("operator", "possible", "kill", 9),
    ),
    "killsnoop with the time": (
        "TIME      PID     COMM             SIG  TPID    RESULT\n10:35:22  11690   falcon-sensor    9    7942    0\n",
        ("security", "likely", "falcon-sensor", 9),
    ),
    "killsnoop of old, a name with a blank": (
        "PID    COMM             SIG  TPID   RESULT\n700    tmux: server     15   7942   0\n",
        ("operator", "likely", "tmux: server", 15),
    ),
    "sigsnoop with names of signals": (
        "TIME     PID     COMM             SIG       TPID    RESULT\n"
        "20:43:44 21276   xmrig            SIGKILL   7942    0\n",
        ("intruder", "likely", "xmrig", 9),
    ),
    "trace_pipe": (
        "            gdb-11631   [000] d..1.  5063.625564: signal_generate: sig=9 errno=0 code=0 comm=sleep pid=7942 "
        "grp=1 res=0\n",
        ("debugger", "likely", "gdb", 9),
    ),
    "perf script": (
        "systemd     1 [001]  5063.625564: signal:signal_generate: sig=15 errno=0 code=0 comm=dockerd pid=7942 "
        "grp=1 res=0\n",
        ("systemd", "likely", "systemd", 15),
    ),
    "audit, raw": (
        "type=SYSCALL msg=audit(1763718662.243:24287): arch=c000003e syscall=62 success=yes exit=0 a0=1f06 a1=9 a2=0 "
        "a3=7f items=0 ppid=2686 pid=3538 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 "
        'ses=1 comm="kill" exe="/usr/bin/kill" key="whypod"\n'
        "type=OBJ_PID msg=audit(1763718662.243:24287): opid=7942 oauid=-1 ouid=0 oses=-1 "
        'ocomm="server"\n',
        ("operator", "likely", "kill", 9),
    ),
    "audit, raw, arm64, a deleted file in /tmp": (
        "type=SYSCALL msg=audit(1763718662.243:24288): arch=c00000b7 syscall=129 success=yes exit=0 a0=1f06 a1=9 "
        "items=0 ppid=1 pid=3538 auid=4294967295 uid=33 tty=(none) ses=4294967295 comm=6B776F726B65722F30 "
        "exe=2F746D702F2E78202864656C6574656429 key=(null)\n"
        'type=OBJ_PID msg=audit(1763718662.243:24288): opid=7942 ocomm="server"\n',
        ("intruder", "likely", "kworker/0", 9),
    ),
    "audit, read by ausearch -i": (
        "----\n"
        "type=PROCTITLE msg=audit(11/21/2026 10:31:02.243:24289) : proctitle=/usr/local/bin/cleanup \n"
        "type=OBJ_PID msg=audit(11/21/2026 10:31:02.243:24289) : opid=7942 oauid=unset ouid=root oses=-1 ocomm=server\n"
        "type=SYSCALL msg=audit(11/21/2026 10:31:02.243:24289) : arch=x86_64 syscall=pidfd_send_signal success=yes "
        "exit=0 a0=0x3 a1=SIGKILL a2=0x0 a3=0x0 items=0 ppid=1 pid=3538 auid=unset uid=root comm=cleanup "
        "exe=/usr/local/bin/cleanup key=whypod\n",
        ("unknown", "possible", "cleanup", 9),
    ),
    "audit, runc from its sealed copy": (
        "type=SYSCALL msg=audit(1763718662.243:24290): arch=c000003e syscall=62 success=yes a0=1f06 a1=f items=0 "
        'ppid=90 pid=91 auid=4294967295 uid=0 comm="runc" exe="/memfd:runc_cloned:/proc/self/exe" key="whypod"\n',
        ("runtime", "likely", "runc", 15),
    ),
    "dmesg, the container's limit": (
        "[ 5096.829165] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,task=python3,pid=11969,uid=0\n"
        "[ 5096.829204] Memory cgroup out of memory: Killed process 11969 (python3) total-vm:221368kB, anon-rss:20kB\n",
        ("kernel-oom", "certain", "oom-killer (cgroup)", 9),
    ),
    "dmesg, a kernel of old, the node": (
        "Out of memory: Kill process 7942 (java) score 900 or sacrifice child\n"
        "Killed process 7942 (java) total-vm:9223372kB, anon-rss:8123456kB, file-rss:0kB\n",
        ("kernel-oom", "certain", "oom-killer", 9),
    ),
    "earlyoom": (
        'Nov 21 10:31:02 node-7 earlyoom[612]: sending SIGTERM to process 7942 uid 0 "java": badness 812, VmRSS 3\n',
        ("oom-helper", "certain", "earlyoom", 15),
    ),
    "systemd-oomd": (
        "Nov 21 10:31:02 node-7 systemd-oomd[600]: Killed /kubepods.slice/kubepods-pod1.slice/cri-5fb8.scope due to "
        "memory pressure for /kubepods.slice being 67.14% > 50.00% for > 20s with reclaim activity\n",
        ("oom-helper", "certain", "systemd-oomd", 9),
    ),
    "strace of the program": (
        "10:35:50.282758 --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=12025, si_uid=0} ---\n"
        "10:35:50.282963 +++ killed by SIGTERM +++\n",
        ("unknown", "possible", "", 15),
    ),
    "strace of the sender": (
        "[pid 12042] kill(12043, SIGKILL)        = 0\n[pid 12043] +++ killed by SIGKILL +++\n",
        ("unknown", "possible", "", 9),
    ),
}


@pytest.mark.parametrize("name", CAPTURES)
def test_who_was_behind_it(name: str) -> None:
    """Kind, certainty, the process that gave it away and the signal, of every format."""
    text, expected = CAPTURES[name]

    trace = read(text)

    assert trace is not None
    verdict = trace.verdict
    assert (verdict.kind, verdict.confidence, verdict.who.name, verdict.about.signal) == expected
