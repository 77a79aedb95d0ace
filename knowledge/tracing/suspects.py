"""Names of the programs that send signals, by what they are. Data only; it must not decide anything.

A name is the kernel's `comm`, cut to 15 bytes, and a program may choose its own: no name alone makes a verdict certain.
"""

RUNTIMES = (
    "runc",
    "crun",
    "youki",
    "runsc",
    "kata-runtime",
    "containerd-shim",  # containerd-shim-runc-v2, cut
    "containerd",
    "dockerd",
    "docker-containe",  # docker-containerd(-shim), Docker before 18.09
    "docker",
    "crio",
    "cri-o",
    "conmon",
    "kubelet",
    "cri-dockerd",
    "nerdctl",
    "crictl",
    "ctr",
    "podman",
)
"""Container runtimes and what speaks to them. `runc:[1:CHILD]` and `runc:[2:INIT]` are runc too."""
SHIMS = ("containerd-shim", "conmon", "docker-containe", "runsc-sandbox")
"""What stands above the processes of a container: below one of them is inside."""

OOM_HELPERS = ("earlyoom", "systemd-oomd", "oomd", "nohang", "low-memory-moni", "oom-killer", "oom_reaper")

SHELLS = ("bash", "sh", "zsh", "dash", "ash", "ksh", "fish", "busybox", "tcsh", "csh")
SENDERS = ("kill", "pkill", "killall", "skill", "killall5", "fuser", "timeout", "top", "htop", "xargs")
"""Tools that send a signal for somebody else: the process above them decides."""

LOGINS = ("sshd", "sshd-session", "login", "su", "sudo", "agetty", "getty", "tmux: server", "tmux", "screen", "SCREEN")
REMOTE = (
    "amazon-ssm-agen",
    "ssm-agent-worke",
    "ssm-session-wor",
    "ssm-document-wo",
    "ansible",
    "ansible-playboo",
    "salt-minion",
    "puppet",
    "chef-client",
    "waagent",
    "google_guest_ag",
    "tat_agent",  # Tencent Cloud's
    "aliyun-service",  # Alibaba Cloud's assistant
    "aliyun_assist_c",
    "teleport",
)
"""Automation that runs commands on nodes for somebody."""
SCHEDULERS = ("cron", "crond", "anacron", "atd", "busybox-crond")

DEBUGGERS = ("gdb", "gdbserver", "lldb", "lldb-server", "dlv", "strace", "ltrace", "perf", "py-spy", "rbspy", "jcmd")
SECURITY = (
    "falcon-sensor",  # CrowdStrike
    "falcon-sensor-b",
    "falco",
    "tetragon",
    "tracee",
    "kubearmor",
    "wdavdaemon",  # Microsoft Defender
    "mdatp",
    "ds_agent",  # Trend Micro
    "cbagentd",  # Carbon Black
    "cbdaemon",
    "sentinelone-age",
    "s1-agent",
    "osqueryd",
    "elastic-endpoin",
    "clamd",
    "clamonacc",
    "twistlock_defen",  # Prisma Cloud
    "defender",
    "enforcer",  # NeuVector
    "AliYunDun",  # Alibaba Cloud's security center
    "AliYunDunMonito",
    "YDService",  # Tencent Cloud's
    "YDEdr",
    "YDLive",
    "hostguard",  # Huawei Cloud's
    "hostwatch",
    "BESClient",
)

SUPERVISORS = (
    "tini",
    "dumb-init",
    "s6-supervise",
    "s6-svscan",
    "runsv",
    "supervisord",
    "gunicorn",
    "uwsgi",
    "php-fpm",
    "nginx",
    "postgres",
    "pm2",
    "node",
    "celery",
    "catatonit",
    "docker-init",
    "monit",
    "god",
)
"""Programs that stop their own workers; seen as a sender, usually the worker's parent."""

MINERS = (
    "xmrig",
    "xmr-stak",
    "minerd",
    "cpuminer",
    "cnrig",
    "ccminer",
    "kinsing",
    "kdevtmpfsi",
    "kthreaddi",
    "kthreaddk",
    "watchbog",
    "watchdogs",
    "ddgs",
    "sysrv",
    "sysrv012",
    "networkservice",
    "sysupdate",
    "sysguard",
    "dbused",
    "pnscan",
    "masscan",
    "zgrab",
    "tsunami",
    "biosetjenkins",
    "solrd",
    "bonscan",
    "pamdicks",
    "crypto-pool",
    "perfctl",
    "wizlmsh",
    "rinfo",
)
"""Miners and their worms, by the names reports of incidents give them; they kill rivals and whatever uses the CPU."""
