"""The commands that look at a container no Kubernetes runs."""

import pytest

from core.messages.report import Report
from knowledge.platforms import LOOK, look_commands, that_apply
from knowledge.text import explain_nothing


def test_a_name_that_is_told_stands_in_the_commands() -> None:
    """The unit's name is filled in wherever the platform's command wants it."""
    assert look_commands("systemd", "app.service") == (
        "systemctl status app.service",
        "journalctl -u app.service -n 50 --no-pager",
    )


@pytest.mark.parametrize("name", ["", "web; rm -rf /", "$(id)", "--all"])
def test_no_other_name_reaches_a_shell(name: str) -> None:
    """Without a name, or with one a shell takes for more than a word, the platform's own word stands there."""
    assert look_commands("docker", name) == (
        "docker inspect --format '{{json .State}}' CONTAINER",
        "docker logs --tail=50 CONTAINER",
    )


@pytest.mark.parametrize("platform", LOOK)
def test_no_platform_is_looked_at_with_kubectl(platform: str) -> None:
    """A container that no Kubernetes runs is unknown to kubectl; every platform of the table has a command."""
    commands = look_commands(platform, "web")

    assert commands and not any("kubectl" in line or "$" in line for line in commands)


@pytest.mark.parametrize("platform", ["", "jenkins", "no such"])
def test_kubernetes_and_browsers_have_no_commands_here(platform: str) -> None:
    """For Kubernetes the cause's own commands stay."""
    assert look_commands(platform, "web") == ()


def test_kubectl_is_left_out_where_it_knows_no_container() -> None:
    """Of a cause's commands those of the node stay under docker; in Kubernetes and in Argo's pods all of them do."""
    commands = ("sudo kubectl get pods", "kubectl logs web", "dmesg -T | tail")

    assert [that_apply(platform, commands) for platform in ("docker", "", "argo")] == [commands[2:], commands, commands]


@pytest.mark.parametrize("platform", ["lambda", "ecs", "cloudrun", "aci", "heroku", "github"])
def test_no_command_is_for_a_node_nobody_can_log_in_to(platform: str) -> None:
    """Where the platform keeps its machines to itself only its own commands answer."""
    assert that_apply(platform, ("journalctl -k", "kubectl get pods")) == ()


def test_an_answer_about_a_platform_ends_in_its_commands() -> None:
    """Where no cause fits the answer still says where to look, on the platform that was shown."""
    report = Report(target="", platform="ecs", platform_name="1dc5c17a")
    commands = explain_nothing(report, "en").commands

    assert [command.text for command in commands] == list(look_commands("ecs", "1dc5c17a"))
