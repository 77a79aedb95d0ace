"""The table of signatures: how each writer's lines are known, one a line, with where the form comes from.

Pure; stdlib only, since the shell command `exitcode` reads it as well. To add one, add a line under its writer and
platform (empty where the platform does not matter): the pattern, and its source. A pattern that begins with `^` is
looked for where a line begins, behind its time and its log tool's prefix; any other in the line's first characters.
Each needs a fixed word of three letters or more, by which most lines are done without it; they are asked in the table's
order. The group `name` is the container's, unit's or task's name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from knowledge.regex import Regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.messages.model import Platform, Writer

REACH = 300
"""Characters at the beginning of a line in which a signature is looked for."""
BEGINNING = 3
"""Letters of a word by which most rows are left aside at once; no word of theirs is shorter (`knowledge.regex`)."""
MOST_NAMED = 2_000
"""Characters of a text in which a platform's name is looked for."""
_HEAD = re.compile(
    r"\s{0,12}(?:[-•*>] )?"
    r"(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)?\]?\s{1,3}"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?"
    r"(?:[\w.-]{1,100} (?=systemd\[|supervisord|kernel: ))?(?:systemd\[\d{1,7}\]: |supervisord(?:\[\d{1,7}\])?: )?"
)
"""What may stand before a writer's own words: a bullet, a time, a host and the init's name."""

EVENT = r"container (?:die|oom|kill|stop|start|restart|create|destroy)"
TABLE: Mapping[tuple[Writer, Platform], tuple[tuple[str, str], ...]] = {
    ("api", ""): (
        (r"^Error from server(?: \(\w{4,40}\))?: ", "k8s.io/kubectl pkg/cmd/util/helpers.go"),
        (r"^The \w{3,40} \"[^\"]{0,253}\" is invalid: ", "k8s.io/kubectl pkg/cmd/util/helpers.go"),
        (r"admission webhook \"[^\"]{1,253}\" denied the request", "k8s.io/apiserver webhook/errors"),
    ),
    ("deployer", ""): (
        (r"^error: timed out waiting for the condition", "k8s.io/kubectl pkg/cmd/wait"),
        (r"^Waiting for (?:deployment|daemon set|statefulset|rollout|\d+ pods)", "pkg/polymorphichelpers"),
        (r"^(?:error: )?deployment \"[^\"]{1,253}\" (?:exceeded its|successfully)", "rollout_status.go"),
        (r"^(?:Error: )?(?:UPGRADE|INSTALLATION|ROLLBACK|UNINSTALLATION) FAILED: ", "helm/helm pkg/cmd"),
        (r"^(?:Release \"[^\"]{1,80}\" (?:has been|does not|failed)|STATUS: (?:deployed|failed|pending))", "helm"),
        (r"^(?:Helm|Kustomization|HelmRelease)\b.{0,80}(?:upgrade|install|reconcil)\w{0,8} (?:failed|succ)", "flux"),
        (r"^(?:HelmRelease|Kustomization|GitRepository|HelmChart)/[\w.-]{1,253}", "flux notification-controller"),
        (r"^(?:Sync (?:operation|Status|Phase)|Health Status|ComparisonError|OutOfSync)\b", "argocd app get"),
        (r"^Operation: {1,12}Sync\b", "argocd app get"),
        (r"one or more (?:objects failed to apply|synchronization tasks)", "argo-cd controller/sync.go"),
        (r"^(?:Error: )?Waiting for rollout to finish: |^(?:Plan|Apply complete)[:!] ", "terraform"),
        (r"^\S{3,120}: (?:Creating|Still creating|Creation complete|Modifying|Destroying)\.{0,3}", "terraform"),
        (r"^(?:deploy |Deployment )\S{1,120} (?:failed|timed out|succeeded) (?:after|in) \d", "skaffold, spinnaker"),
    ),
    ("kubectl", ""): (
        (r"^(?:error|Error): (?:unable to upgrade|the server doesn't have|You must be logged)", "kubectl"),
        (r"^[a-z0-9.]{3,60}/[a-z0-9.-]{1,253} (?:created|configured|unchanged|deleted|patched)$", "apply"),
        (r"^(?:Unable to connect to the server: |The connection to the server \S)", "kubectl pkg/cmd/util/helpers.go"),
        (r"^error: (?:Internal error occurred: )?error executing command in container: ", "kubectl pkg/cmd/exec"),
        (r"^OCI runtime exec failed: ", "kubectl exec and docker exec, around runc"),
        (r"^command terminated with exit code \d", "k8s.io/kubectl pkg/cmd/exec"),
    ),
    ("scheduler", ""): ((r"^\d{1,6}/\d{1,6} nodes are available: ", "pkg/scheduler/framework/types.go, FitError"),),
    ("autoscaler", ""): (
        (r"^(?:incompatible with (?:nodepool|provisioner)|no instance type satisfied)", "karpenter scheduler"),
        (r"^pod didn't trigger scale-up", "cluster-autoscaler eventing_scale_up_processor.go"),
    ),
    ("runtime", ""): (
        (r"^time=\"[^\"]{10,40}\" level=\w{3,8} msg=\"(?:shim|cleaning up)", "containerd core/runtime/v2/shim"),
        (
            r"^time=\"[^\"]{10,40}\" level=\w{3,8} msg=\"(?:RunPodSandbox|StopPodSandbox)",
            "containerd internal/cri/server",
        ),
        (
            r"^time=\"[^\"]{10,40}\" level=\w{3,8} msg=\"(?:Create|Start|Stop|Remove)Container",
            "containerd internal/cri/server",
        ),
        (r"^time=\"[^\"]{10,40}\" level=\w{3,8} msg=\"(?:PullImage|TaskOOM|TaskExit)", "containerd internal/cri"),
        (
            r"^time=\"[^\"]{10,40}\" level=\w{3,8} msg=\"(?:ignoring event|received exit event)",
            "containerd and moby libcontainerd",
        ),
        (r"^OCI runtime (?:create|start) failed: ", "containerd and docker, around runc"),
        (r"^(?:runc|crun)\[?\d{0,9}\]?: ", "runc, crun"),
        (r"^standard_init_linux\.go:\d", "opencontainers/runc libcontainer"),
    ),
    ("runtime", "docker"): ((r"^(?:docker: )?Error response from daemon: ", "docker/cli, moby client/errors.go"),),
    ("kernel", ""): (
        (r"^(?:kernel: )?(?:Memory cgroup out of memory|Out of memory): Kill", "linux mm/oom_kill.c"),
        (r"^(?:kernel: )?oom-kill:constraint=", "linux mm/oom_kill.c, dump_oom_summary"),
        (r"invoked oom-killer: gfp_mask=", "linux mm/oom_kill.c, dump_header"),
        (r"^(?:kernel: )?[\w.-]{1,40}\[\d{1,9}\]: segfault at ", "linux arch/x86/mm/fault.c"),
    ),
    ("init", "systemd"): (
        (r"^(?P<name>[\w@.:-]{1,80}\.(?:service|scope|socket|mount)): ", "systemd src/core/service.c"),
        (r"^(?:Main PID|Process): \d{1,9} ", "systemd src/systemctl/systemctl-show.c"),
        (r"\bcode=(?:exited|killed|dumped), ?status=\d|\bstatus=\d{1,3}/[A-Z]{2}", "systemd src/shared/exit-status.c"),
        (r"^(?:Active|Loaded): (?:active|failed|inactive|activating|loaded|not-found)\b", "systemctl status"),
        (r"^Reached target [A-Z].{2,80}\.$", "systemd src/core/target.c"),
    ),
    ("init", "supervisord"): (
        (r"^(?:[A-Z]{4} )?(?:exited|stopped|gave up|spawnerr): (?P<name>[\w.-]{1,80})", "supervisor process.py"),
        (r"^(?:[A-Z]{4} )?spawned: '(?P<name>[\w.-]{1,80})'", "supervisor process.py"),
        (r"^(?:INFO |WARN )?(?:success: (?P<name>[\w.-]{1,80}) entered|received SIG\w{3,6} indicating)", "supervisor"),
    ),
    ("init", "pm2"): ((r"^(?:PM2\s{1,12}\| )?(?:App|Script) \[(?P<name>[^\]:]{1,80})[^\]]{0,9}\]", "pm2 lib/God.js"),),
    ("docker", "docker"): (
        (rf"^{EVENT}\b.{{1,250}}[(, ]name=(?P<name>[\w.-]{{1,80}})", "docker events, moby daemon/events.go"),
        (rf"^{EVENT} (?P<name>[0-9a-f]{{8,64}})\b", "docker events"),
        (rf"^{EVENT}(?: \(|$)", "docker events"),
        (r"^(?P<name>[0-9a-f]{12})\s{2,}.{1,200}\s(?:Exited|Restarting) \(\d{1,3}\) ", "docker ps"),
        (r"(?:^|\s)(?:Exited|Restarting) \(\d{1,3}\) ", "docker ps, container/state.go"),
        (r"^CONTAINER ID\s{1,30}IMAGE\s", "docker ps"),
        (
            r"trying to connect to the Docker daemon socket|Cannot connect to the Docker daemon",
            "moby client/request.go",
        ),
        (r"\sUp \d{1,3} (?:seconds?|minutes?|hours?|days?|weeks?|months?)\b", "docker ps"),
        (r"^The command '.{1,300}' returned a non-zero code: \d", "docker build, legacy builder"),
    ),
    ("docker", "compose"): (
        (r"^(?P<name>[\w.-]{1,80}) exited with code \d", "docker compose"),
        (r"^dependency failed to start: container (?P<name>[\w.-]{1,80})", "docker compose"),
        (r"^service \"[\w.-]{1,80}\" didn't complete", "docker compose pkg/compose/convergence.go"),
        (r"\bdocker[ -]compose\b.{0,120}?\b(?P<name>[\w.-]{1,80}) exited with code \d", "docker compose, quoted"),
        (r"^NAME\s{1,80}(?:IMAGE\s{1,80})?COMMAND\s{1,80}SERVICE\s", "docker compose ps"),
    ),
    ("docker", "buildkit"): ((r"process \"[^\"]{1,200}\" did not complete|executor failed running", "moby/buildkit"),),
    ("docker", "swarm"): (
        (r"^ID\s{1,30}NAME\s{1,80}IMAGE\s{1,80}NODE\s{1,80}DESIRED STATE\s", "docker service ps"),
        (r"^service (?P<name>[\w.-]{1,80}) (?:update|rollback) (?:paused|rolled back)", "docker service update"),
        (r"\bservice (?P<name>[\w.-]{1,80})\b.{0,60}\btask: non-zero exit \(\d", "docker service update"),
        (r"no suitable node \(|\btask: non-zero exit \(\d", "moby/swarmkit manager/scheduler, agent/exec/errors.go"),
    ),
    ("runner", "ecs"): (
        (r"\btask (?P<name>[0-9a-f]{32})\b.{0,80}(?:[Ee]ssential container|stopped)", "ECS service events"),
        (r"Essential container in task exited|OutOfMemoryError: [Cc]ontainer killed", "ECS stopped tasks"),
        (r"Cannot(?:Pull|Start|Create|Stop|Inspect)(?:ECR)?ContainerError|ResourceInitializationError", "ECS"),
        (r"\(service [\w-]{1,255}\) (?:has started|was unable to place|failed|is unhealthy|deployment)", "ECS"),
    ),
    ("runner", "nomad"): (
        (r"^(?:Driver Failure|Restarting|Not Restarting|Killing|Template)\s{2,}\S", "nomad alloc status"),
        (r"^(?:nomad\b.{0,120}\W)?Terminated\W{1,30}Exit Code: ", "nomad client/allocrunner/taskrunner"),
        (
            r"^nomad\b.{0,200}\bExit Code: \d|Exit Code: \d{1,3}, (?:Signal|Exit Message): ",
            "nomad nomad/structs/structs.go",
        ),
        (r"^(?:Task exceeded|Exceeded allowed attempts \d)", "nomad client/allocrunner/taskrunner/restarts"),
    ),
    ("runner", "cloudrun"): (
        (r"Container called exit\(|user-provided container failed to (?:start|configure)", "Cloud Run"),
        (r"Memory limit of \d{1,9} [MG]iB exceeded with", "Cloud Run and Cloud Functions"),
    ),
    ("runner", "aci"): (
        (r"\"?detailStatus\"?: ?\"", "Azure Container Instances, containerState"),
        (r"Subscription deployment didn't finish|containerGroups.{0,80}(?:Failed|Terminated)", "Azure"),
    ),
    ("runner", "appservice"): (
        (r"^Container \S{1,80} (?:for site|didn't respond to HTTP pings)", "Azure App Service"),
    ),
    ("runner", "lambda"): (
        (r"^(?:START |END |REPORT )?RequestId: [0-9a-f-]{8,40}", "AWS Lambda runtime"),
        (r"\bRuntime\.ExitError\b|\bRuntime exited with error: ", "AWS Lambda runtime"),
        (r"^(?:REPORT |INIT_)\S", "AWS Lambda runtime"),
        (r"\bTask timed out after \d{1,6}\.\d\d seconds", "AWS Lambda runtime"),
    ),
    ("runner", "heroku"): ((r"(?:^|\s)heroku\[[\w.-]{1,40}\]: |\bError [RHL]\d{2} \(", "Heroku error codes"),),
    ("runner", "yarn"): (
        (r"Container (?:killed by YARN|killed on request|\[pid=|exited with a non-zero)", "YARN NodeManager"),
        (r"^(?:.{0,60}: )?Container \[?container_\w{5,60}\]? (?:is running beyond|transitioned|on host)", "YARN"),
    ),
    ("runner", "spark"): ((r"\b(?:ExecutorLostFailure|Lost executor \d{1,6} on )", "Spark TaskSchedulerImpl"),),
    ("runner", "airflow"): (
        (r"Task exited with return code|Bash command failed|Task is not able to be run", "Airflow"),
        (r"^(?:Dependencies all met|Marking task as (?:SUCCESS|FAILED|UP_FOR_RETRY))", "Airflow taskinstance.py"),
    ),
    ("runner", "jenkins"): (
        (r"script returned exit code \d|^Finished: (?:SUCCESS|FAILURE|ABORTED|UNSTABLE)", "Jenkins"),
        (r"^Agent [\w.-]{1,253} (?:is provisioned|was deleted)", "jenkinsci/kubernetes-plugin"),
        (r"^Pod was (?:evicted by the Kubernetes|deleted by)", "jenkinsci/kubernetes-plugin"),
        (r"^(?:\[Pipeline\] |Build step '|Started by (?:user|timer|an SCM|upstream))", "Jenkins core"),
    ),
    ("runner", "github"): (
        (r"Process completed with exit code \d|^##\[(?:error|group|warning|endgroup)\]", "actions/runner"),
        (r"The (?:runner has received a shutdown|self-hosted runner:.{1,80}lost) ?", "actions/runner"),
    ),
    ("runner", "gitlab"): (
        (r"^(?:gitlab-runner: )?(?:ERROR: )?Job (?:failed|succeeded)\b", "gitlab-runner common/build.go"),
        (r"^(?:Cleaning up project directory|Running on \S{1,80} via |Preparing the \")", "gitlab-runner"),
    ),
    ("runner", "azure-pipelines"): (
        (r"(?:Bash|PowerShell|Docker) exited with code '?\d|^##vso\[", "Azure Pipelines tasks"),
    ),
    ("runner", "circleci"): ((r"^Exited with code exit status \d|^Received \"killed\" signal", "CircleCI"),),
    ("runner", "argo"): (
        (r"(?:main|wait): Error \(exit code \d|^Pod \"[^\"]{1,253}\" (?:terminated|exceeded)", "Argo Workflows"),
    ),
    ("alerting", ""): (
        (r"^\[(?:FIRING|RESOLVED)(?::\d{1,4})?\]", "prometheus/alertmanager template/default.tmpl"),
        (r"^(?:Alert|Alerts|Labels|Annotations|Summary|Severity|Runbook|Silence|Dashboard)\s?:", "alert templates"),
        (r"^(?:[-•*] )?(?:alertname|severity|runbook_url|generatorURL|startsAt|endsAt)\s?[:=]", "Alertmanager"),
        (r"^\[?(?:Triggered|Resolved|Acknowledged|Re-Triggered|Closed)\]?:? ?\[?#\d", "PagerDuty"),
        (r"^Incident #\d", "PagerDuty"),
        (r"^(?:P[1-5]|Priority: P[1-5])\b.{0,20}(?:alert|incident|-)", "Opsgenie"),
        (
            r"^(?:告警|报警|警报)(?:名称|级别|等级|时间|状态|类型|内容|详情|主题|实例|对象|描述|恢复|来源|规则|信息)?\s?[:：]",
            "DingTalk, WeCom",
        ),
        (r"^(?:触发|恢复|故障|开始|结束|首次触发)(?:时间|值|条件|规则)\s?[:：]", "DingTalk, WeCom templates"),
        (r"^【[^】]{1,40}】", "message templates of clouds, DingTalk, WeCom"),
        (r"^Kube(?!let|rnetes|ctl)[A-Z][A-Za-z]{4,60}\b", "kubernetes-monitoring/kubernetes-mixin alerts"),
        (r"^(?::\w{3,30}: |[🔴🟠🟡🟢🔥🚨⚠️✅❗] ?)", "robusta, botkube, grafana in chats"),
    ),
}


_NAMES: tuple[tuple[Platform, str], ...] = (
    ("compose", r"\bdocker[ -]compose\b"),
    ("swarm", r"\b(?:docker )?swarm\b"),
    ("docker", r"\b(?:docker|podman) (?:run|ps|container|inspect|events|start)\b|\bdocker ?容器"),
    ("ecs", r"\bECS\b|\bFargate\b"),
    ("nomad", r"\b[Nn]omad\b"),
    ("cloudrun", r"\bCloud ?Run\b"),
    ("aci", r"\bACI\b|\bAzure Container Instances?\b"),
    ("lambda", r"\b(?:AWS )?Lambda\b"),
    ("heroku", r"\b[Hh]eroku\b|\bdyno\b"),
    ("systemd", r"\bsystemd\b|\bsystemctl\b"),
    ("supervisord", r"\bsupervisord?\b"),
    ("pm2", r"\b(?:pm2|PM2)\b"),
    ("github", r"\bGitHub Actions?\b"),
    ("gitlab", r"\b(?:[Gg]it[Ll]ab)(?:-runner| CI| [Jj]ob| runner)?\b"),
)
"""What people call the platforms. A name counts less than a signature: where pods are spoken of it says nothing."""
_OF_PODS = re.compile(r"\bpods?\b|\bkube|\bk8s\b|\bdeployment\b|\bnamespace\b|命名空间|集群", re.IGNORECASE)


def platform_named(text: str) -> Platform:
    """The platform that a text names in words; empty where it names none, or speaks of pods."""
    if _OF_PODS.search(text, 0, MOST_NAMED):
        return ""
    return next((platform for platform, name in _NAMES if re.search(name, text[:MOST_NAMED])), "")


class Signature(NamedTuple):
    """One row of the table. `source` says where the form comes from."""

    writer: Writer
    platform: Platform
    regex: Regex
    at_head: bool
    source: str


@cache
def signatures() -> tuple[Signature, ...]:
    """The table's rows in order; their patterns are compiled when a line first holds their words."""
    return tuple(
        Signature(writer, platform, Regex(pattern), pattern.startswith("^"), source)
        for (writer, platform), rows in TABLE.items()
        for pattern, source in rows
    )


def signature_of(line: str) -> tuple[Signature, re.Match[str]] | None:
    """The first row of the table that knows the line, and how it fits; None where none does."""
    head = _HEAD.match(line)
    text = line[head.end() if head else 0 :][:REACH]
    lowered = text.lower()
    for known in _candidates(lowered):
        pattern = known.regex.compiled
        if match := (pattern.match if known.at_head else pattern.search)(text):
            return known, match
    return None


def _candidates(lowered: str) -> Iterator[Signature]:
    """The rows one of whose words is in the text, in order."""
    table = _by_beginning()
    begun = {lowered[at : at + BEGINNING] for at in range(len(lowered) - BEGINNING + 1)} & table.keys()
    for number in sorted({*table[""], *(number for beginning in begun for number in table[beginning])}):
        known = signatures()[number]
        if known.regex.may_match(lowered):
            yield known


@cache
def _by_beginning() -> Mapping[str, tuple[int, ...]]:
    """The numbers of the rows by the first letters of their words; under the empty text those that have none."""
    rows: dict[str, list[int]] = {"": []}
    for number, known in enumerate(signatures()):
        for beginning in {needle[:BEGINNING] for needle in known.regex.needles} or {""}:
            rows.setdefault(beginning, []).append(number)
    return {beginning: tuple(numbers) for beginning, numbers in rows.items()}
