"""How to look at a container that no Kubernetes runs: the commands of whatever runs it. Pure data, and its filling.

Sources: the command-line references of docker, systemd, supervisor, pm2, the AWS, Google Cloud, Azure and Heroku CLIs,
Nomad, YARN, Spark, Airflow, GitHub's, GitLab's and CircleCI's CLIs, and Argo Workflows.
"""

from collections.abc import Mapping, Sequence
from string import Template

from core.shell import is_a_name

LOOK: Mapping[str, tuple[str, ...]] = {
    "docker": ("docker inspect --format '{{json .State}}' $CONTAINER", "docker logs --tail=50 $CONTAINER"),
    "compose": ("docker compose ps --all", "docker compose logs --tail=50 $SERVICE"),
    "swarm": ("docker service ps --no-trunc $SERVICE", "docker service logs --tail=50 $SERVICE"),
    "buildkit": ("docker build --progress=plain --no-cache .",),
    "systemd": ("systemctl status $UNIT", "journalctl -u $UNIT -n 50 --no-pager"),
    "supervisord": ("supervisorctl status $PROGRAM", "supervisorctl tail $PROGRAM stderr"),
    "pm2": ("pm2 describe $APP", "pm2 logs $APP --lines 50 --nostream"),
    "ecs": (
        "aws ecs describe-tasks --cluster CLUSTER --tasks $TASK",
        "aws ecs describe-services --cluster CLUSTER --services SERVICE",
    ),
    "nomad": ("nomad alloc status $ALLOC", "nomad alloc logs -stderr $ALLOC"),
    "cloudrun": ("gcloud run services describe $SERVICE", "gcloud run services logs read $SERVICE --limit=50"),
    "aci": (
        "az container show --resource-group GROUP --name $NAME --query instanceView",
        "az container logs --resource-group GROUP --name $NAME",
    ),
    "appservice": ("az webapp log tail --resource-group GROUP --name $NAME",),
    "lambda": (
        "aws lambda get-function-configuration --function-name $FUNCTION",
        "aws logs tail /aws/lambda/$FUNCTION --since 1h",
    ),
    "heroku": ("heroku ps --app $APP", "heroku logs --num=50 --app $APP"),
    "yarn": ("yarn application -status $APPLICATION", "yarn logs -applicationId $APPLICATION"),
    "spark": ("yarn logs -applicationId $APPLICATION",),
    "airflow": ("airflow tasks states-for-dag-run DAG RUN", "airflow tasks failed-deps DAG TASK RUN"),
    "github": ("gh run view $RUN --log-failed",),
    "gitlab": ("glab ci trace $JOB",),
    "argo": ("argo get $WORKFLOW", "argo logs $WORKFLOW"),
}
"""By platform; the word in capitals is what the platform calls the thing, and stands there where its name is not told.
A platform whose runs are looked at in a browser (Jenkins, Azure Pipelines, CircleCI) has none."""


IN_PODS = frozenset({"argo"})
"""Platforms that always run in pods."""


MANAGED = frozenset({"ecs", "cloudrun", "aci", "appservice", "lambda", "heroku", "github", "circleci"})
"""Platforms whose machines nobody can log in to: a command for the node answers nothing there."""


def look_commands(platform: str, name: str = "") -> tuple[str, ...]:
    """The platform's own commands about what it calls `name`; none for Kubernetes and for platforms without a shell.

    Only a name that no shell takes for more than a word is filled in.
    """
    lines = LOOK.get(platform, ())
    return tuple(_filled(Template(line), name if is_a_name(name) else "") for line in lines)


def that_apply(platform: str, commands: Sequence[str]) -> tuple[str, ...]:
    """Those of a cause's commands that answer there: kubectl knows no container that another platform runs, and a node
    that the platform keeps to itself has no shell."""
    if platform in MANAGED:
        return ()
    if platform not in LOOK or platform in IN_PODS:
        return tuple(commands)
    return tuple(line for line in commands if "kubectl" not in line.split())


def _filled(line: Template, name: str) -> str:
    return line.substitute({word: name or word for word in line.get_identifiers()})
