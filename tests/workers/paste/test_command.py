"""The command a person typed before its output."""

import pytest

from workers.paste.command import TypedCommand, command


@pytest.mark.parametrize(
    "line",
    [
        "# A fatal error has been detected by the Java Runtime Environment:",
        "kubectl is broken, please help.",
        "why does kubectl get pods show nothing?",
        "[2026-01-01T00:00:00,1][INFO ] starting",
        "[39120.511203] oom-kill:constraint=CONSTRAINT_MEMCG",
        "> app@1.0.0 start",
        "",
    ],
)
def test_no_command(line: str) -> None:
    """Comments, prose and log lines are no commands."""
    assert command(line) is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("$ kubectl -n depot describe pod crane-0", ("describe", "pod", "crane-0", "depot", None, False)),
        ("[root@node ~]# kubectl logs crane-0 -c hoist -p -ndepot", ("logs", "pod", "crane-0", "depot", "hoist", True)),
        ("me@host:~/src$ k logs -f pod/crane-0 --previous", ("logs", "pod", "crane-0", "", None, True)),
        ("(venv) me@host:~$ kubectl get po crane-0 -o yaml", ("get", "pod", "crane-0", "", None, False)),
        ("PS C:\\Users\\me> kubectl logs crane-0 hoist", ("logs", "pod", "crane-0", "", "hoist", False)),
        ("❯ oc -n depot describe deploy/crane", ("describe", "deployment", "crane", "depot", None, False)),
        ("# microk8s kubectl get nodes", ("get", "node", "", "", None, False)),
        ("kubectl get pods --namespace=depot | grep crane", ("get", "pod", "", "depot", None, False)),
        ("$ sudo journalctl -u kubelet", ("journalctl", "", "", "", None, False)),
    ],
)
def test_prompts_and_options(line: str, wanted: tuple[str, str, str, str, str | None, bool]) -> None:
    """Prompts of several shells; kubectl's short names, joined options and `kind/name`."""
    found = command(line)

    assert found is not None
    assert (found.verb, found.kind, found.name, found.namespace, found.container, found.previous) == wanted


def test_a_quote_that_is_not_closed() -> None:
    """A cut command is read as far as it goes."""
    assert command("$ kubectl get pods -l 'app=x") == TypedCommand(
        text="kubectl get pods -l 'app=x", verb="get", kind="pod"
    )
