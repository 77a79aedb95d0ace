"""The procedure for catching the next signal, on every kind of node."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest

from core.messages.answer import Tracing
from core.messages.report import Finding, PodRef, Report, Unseen
from knowledge.tracing.systems import system_of, systems
from knowledge.tracing.watch import Procedure, ProcedureStep, procedure, scripts, state, words

ID = "5fb8adf9ee62afc6d3f6f3d9590041818750b392dff015d7091eaaf99cf1c945"
UBUNTU = {"os_image": "Ubuntu 22.04.4 LTS", "kernel": "5.15.0-101-generic"}


def report(cause: str = "run.killed-externally", confidence: Any = "possible", **more: Any) -> Report:
    finding = Finding(cause=cause, detail=cause, confidence=confidence, container="web")
    given = {"target": "shop/web-1", "ref": PodRef(namespace="shop", name="web-1"), "node": "node-7"}
    return Report(**{**given, "findings": (finding,), **more})


def tracing(**more: Any) -> Tracing:
    given = {
        "target": "shop/web-1",
        "report": report(),
        "container": "web",
        "container_id": f"containerd://{ID}",
        "running": True,
        "exit_code": 137,
        "ended_at": datetime(2026, 11, 21, 9, 3, 30, tzinfo=UTC),
        "lived_seconds": 700.0,
        **UBUNTU,
    }
    return Tracing(**{**given, **more})


def commands(found: Procedure) -> str:
    every = [*found.steps, *found.others]
    return "\n".join(one.text for step in every for one in step.commands)


def titles(steps: tuple[ProcedureStep, ...]) -> list[str]:
    return [step.title for step in steps]


STATES = {
    "open": tracing(),
    "explained": tracing(report=report("run.liveness", "certain")),
    "not-killed": tracing(exit_code=1),
    "never-ended": tracing(exit_code=None),
    "nowhere": tracing(report=report(node=None)),
    "windows": tracing(os_image="Windows Server 2019 Datacenter"),
}


@pytest.mark.parametrize("name", STATES)
def test_what_is_known_decides_how_it_begins(name: str) -> None:
    """Nobody is sent to a node for what the diagnosis already knows, or where there is nothing to catch."""
    assert state(STATES[name]) == name


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"report": report("run.liveness", "possible")}, "open"),
        ({"report": report("run.sigterm", "likely"), "exit_code": 143}, "open"),
        ({"report": report("healthy.running", "certain")}, "open"),
        ({"report": report(findings=())}, "open"),
        ({"container": "other", "report": report("run.liveness", "certain")}, "open"),
        ({"exit_code": 255}, "not-killed"),
        ({"exit_code": 128}, "not-killed"),
        ({"exit_code": 139, "report": report("run.segfault", "certain")}, "explained"),
    ],
)
def test_the_edges_of_being_explained(changed: dict[str, Any], expected: str) -> None:
    """A mere possibility, another container's cause, or a cause that names no sender explains nothing."""
    assert state(tracing(**changed)) == expected


IMAGES = {
    "Ubuntu 22.04.4 LTS": ("5.15.0-101-generic", "linux-image-5.15.0-101-generic-dbgsym"),
    "Debian GNU/Linux 12 (bookworm)": ("6.1.0-13-cloud-amd64", "linux-image-6.1.0-13-cloud-amd64-dbg"),
    "CentOS Linux 7 (Core)": ("3.10.0-1160.el7.x86_64", "debuginfo-install -y kernel-3.10.0-1160.el7.x86_64"),
    "Red Hat Enterprise Linux 8.9 (Ootpa)": ("4.18.0-513.el8.x86_64", "kernel-devel-4.18.0-513.el8.x86_64"),
    "Rocky Linux 9.3 (Blue Onyx)": ("5.14.0-362.el9.x86_64", "debuginfo-install -y kernel-5.14.0-362.el9.x86_64"),
    "AlmaLinux 9.3 (Shamrock Pampas Cat)": ("5.14.0-362.el9.x86_64", "dnf install -y bpftrace"),
    "Amazon Linux 2": ("5.10.205-195.807.amzn2.x86_64", "kernel-devel-5.10.205-195.807.amzn2.x86_64"),
    "Amazon Linux 2023.3.20240108": ("6.1.66-91.160.amzn2023.x86_64", "dnf install -y bpftrace"),
    "Flatcar Container Linux by Kinvolk 3760.2.0 (Oklo)": ("6.1.73-flatcar", "kubectl -n default debug node/node-7"),
    "Container-Optimized OS from Google": ("6.1.75+", "--profile=sysadmin --image=alpine"),
    "Bottlerocket OS 1.19.0 (aws-k8s-1.28)": ("5.15.148", "chroot /host ctr --address"),
    "Talos (v1.6.1)": ("6.1.69-talos", "kubectl -n kube-system debug node/node-7"),
    "Red Hat Enterprise Linux CoreOS 414.92.202402": ("5.14.0-284.el9.x86_64", "chroot /host crictl inspect"),
    "SUSE Linux Enterprise Server 15 SP5": ("5.14.21-150500.55.44-default", "zypper --non-interactive install"),
    "Microsoft Azure Linux 3.0": ("6.6.47.1-1.azl3", "tdnf install -y bpftrace"),
    "Some OS nobody knows": ("6.1.0", "cat trace_pipe"),
}


@pytest.mark.parametrize("image", IMAGES)
def test_every_system_gets_its_own_steps(image: str) -> None:
    """The exact kernel's packages where there are any; a debug pod where nothing can be installed."""
    kernel, expected = IMAGES[image]

    assert expected in commands(procedure(tracing(os_image=image, kernel=kernel), "en"))


def test_every_line_of_the_table_is_reached() -> None:
    """No family hides behind one that stands before it."""
    images = [*IMAGES, "Windows Server 2019", "VMware Photon OS/Linux", "Oracle Linux Server 8.9", "Alpine Linux v3.20"]

    assert {system_of(image).id for image in images} == {one.id for one in systems()}


def test_a_kernel_too_old_for_ebpf_gets_systemtap_first() -> None:
    """CentOS 7 runs 3.10: bpftrace cannot work there, so it is not offered."""
    found = procedure(tracing(os_image="CentOS Linux 7 (Core)", kernel="3.10.0-1160.el7.x86_64"), "en")

    assert titles(found.steps)[-1] == "Watch for the signal · SystemTap"
    assert "bpftrace" not in commands(found)
    assert "/sys/kernel/debug/tracing" in commands(found)
    assert "pidfd_send_signal" not in commands(found)


def test_a_kernel_without_btf_is_not_asked_for_the_parents() -> None:
    """bpftrace cannot walk up there, and says so instead of failing."""
    found = procedure(tracing(os_image="Ubuntu 20.04.6 LTS", kernel="5.4.0-100-generic"), "en")

    assert "curtask" not in commands(found)
    assert "no BTF" in " ".join(found.steps[-1].notes)


def test_packages_are_not_promised_for_a_kernel_somebody_else_built() -> None:
    """`6.18.44` is no Debian kernel: there are no headers or symbols for it in Debian's archive."""
    found = procedure(tracing(os_image="Debian GNU/Linux 12 (bookworm)", kernel="6.18.44"), "en")

    assert "6.18.44" not in commands(found)
    assert [step.title for step in found.others if any("6.18.44" in note for note in step.notes)] == [
        "killsnoop (bcc)",
        "SystemTap",
    ]


def test_a_node_that_may_not_be_read_gets_what_works_everywhere() -> None:
    """RBAC refuses the node: said, and nothing is guessed about its system."""
    refused = report(unseen=(Unseen(what="node", why="forbidden"),))
    found = procedure(tracing(report=refused, os_image="", kernel=""), "en")

    assert "I may not read it (RBAC)" in found.remark
    assert not [one for step in found.steps for one in step.commands if one.changes]
    assert "cat trace_pipe" in commands(found)


def test_what_changes_the_node_or_the_cluster_is_marked() -> None:
    """And nothing else: looking and tracing are not changes."""
    changing = re.compile(
        r"\b(apt-get|apt|yum|dnf|tdnf|zypper|debuginfo-install|auditctl|kubectl|amazon-linux-extras)\b|ddebs"
    )
    for image, (kernel, _) in IMAGES.items():
        found = procedure(tracing(os_image=image, kernel=kernel), "en")
        for step in (*found.steps, *found.others):
            for one in step.commands:
                assert one.changes == bool(changing.search(one.text)), one.text


def test_rules_are_not_taken_away_in_the_same_paste() -> None:
    """Setting, reading and removing stand apart, or whoever pastes the block has no rule when it counts."""
    audit = next(step for step in procedure(tracing(), "en").others if step.title == "An audit rule")

    assert [bool(re.search("auditctl -a", one.text)) + 2 * bool(re.search("auditctl -D", one.text)) for one in audit.commands] == [0, 1, 0, 2]  # fmt: skip  # noqa: E501


def test_a_waiting_container_is_waited_for() -> None:
    """In a crash loop there is no process: the commands wait for the next, by the names the runtime keeps."""
    found = procedure(tracing(running=False), "en")

    assert "io.kubernetes.pod.name=web-1" in commands(found)
    assert ID[:13] not in commands(found)


def test_docker_is_asked_the_way_docker_is_asked() -> None:
    """By the prefix of the container's id, which tells the runtime of that very container."""
    found = procedure(tracing(container_id=f"docker://{ID}"), "en")

    assert "docker inspect --format '{{.State.Pid}}' 5fb8adf9ee62a" in commands(found)
    assert "crictl" not in commands(found)


def test_it_looks_back_a_minute_around_the_end() -> None:
    """In UTC, whatever the node's time zone."""
    found = procedure(tracing(), "en")

    assert '--utc --since "2026-11-21 09:02:30 UTC" --until "2026-11-21 09:04:30 UTC"' in commands(found)


def test_an_unusual_signal_is_watched_for_too() -> None:
    """Exit code 134 speaks of SIGABRT."""
    assert "args->sig == 6 || args->sig == 9 || args->sig == 15" in commands(procedure(tracing(exit_code=134), "en"))


HOSTILE = "x'; rm -rf / #`$(reboot)\n<!channel>"


def test_nothing_of_a_cluster_s_acts_in_a_shell() -> None:
    """Names, ids and versions that Kubernetes would not allow are replaced by words in capitals."""
    ref = PodRef(cluster=HOSTILE, namespace=HOSTILE, name=HOSTILE)
    for image in (HOSTILE, "Talos", "Ubuntu 22.04", "CentOS Linux 7"):
        for running in (True, False):
            found = procedure(
                tracing(
                    report=report(ref=ref, node=HOSTILE),
                    container=HOSTILE,
                    container_id=f"containerd://{HOSTILE}",
                    os_image=image + ("" if image == HOSTILE else HOSTILE),
                    kernel=HOSTILE,
                    running=running,
                ),
                "en",
            )
            assert "rm -rf" not in commands(found)
            assert "reboot" not in commands(found)


@pytest.mark.parametrize("name", STATES)
def test_both_languages_say_the_same(name: str) -> None:
    """The same steps and commands; sentences without a Chinese word, or with one in English, were forgotten."""
    english, chinese = (procedure(STATES[name], language) for language in ("en", "zh"))  # type: ignore[arg-type]
    han = re.compile("[\u4e00-\u9fff]")

    def code(found: Procedure) -> list[str]:
        return [line for line in commands(found).splitlines() if not line.startswith("#")]

    assert code(english) == code(chinese)
    assert not han.search(str(english))
    for step in (*chinese.steps, *chinese.others):
        assert all(han.search(note) for note in step.notes)
    assert "$" not in (english.headline + english.meaning + chinese.headline + chinese.meaning).replace("`$PID`", "")


def test_every_state_has_its_sentences() -> None:
    assert set(words.HEADLINES) == set(words.MEANINGS) == set(STATES)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash to check the commands' syntax with")
@pytest.mark.parametrize("image", IMAGES)
def test_the_commands_are_a_shell_s(image: str) -> None:
    """`bash -n` reads every block; a quote that is not closed would hang somebody's terminal."""
    found = procedure(tracing(os_image=image, kernel=IMAGES[image][0]), "en")
    for step in (*found.steps, *found.others):
        for one in step.commands:
            checked = subprocess.run(["bash", "-n"], input=one.text, capture_output=True, text=True, check=False)
            assert (checked.returncode, checked.stderr) == (0, ""), one.text


def test_the_scripts_print_what_the_reader_reads() -> None:
    """The formats of our own scripts and the reader of captures belong together."""
    from knowledge.tracing import read

    printed = re.search(r'printf\("(whypod: .*?)",', scripts.bpftrace([9, 15], ""))
    assert printed
    line = printed[1] % ("kill", 5, 0, 9, "app", 7, 0, 0)
    trace = read(f"10:00:00 {line} < bash(4) < sshd(3)\n10:00:00 arrived: 9 at app(7)\n")
    assert trace is not None
    assert (len(trace.sent), trace.verdict.kind) == (1, "operator")

    printed = re.search(r'printf\("(%s\(%d\) send .*?)\\n",', scripts.systemtap([9]))
    assert printed
    trace = read(printed[1] % ("kill", 5, "SIGKILL", "app", 7, 0))
    assert trace is not None
    assert trace.sent[0].uid == "0"
