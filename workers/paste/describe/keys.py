"""The field names `kubectl describe` prints, and how one of its lines is known. Pure.

From kubectl `pkg/describe/describe.go` of 1.2 to 1.36.
"""

import re

from workers.paste.tables.status_column import PHASES, is_status_word
from workers.paste.vocabulary.names import names

STRONG = names(
    """
    Namespace|Start Time|Last State|Exit Code|Restart Count|Container ID|Image ID|Controlled By|QoS Class|QoS Tier
    Node-Selectors|Tolerations|Events|Init Containers|Containers|Host Port|Environment Variables|Service Account
    Environment Variables from|Pod Template|Annotations|Labels|Selector|Pods Status|Replicas|StrategyType
    MinReadySeconds|RollingUpdateStrategy|OldReplicaSets|NewReplicaSet|Completions|Parallelism|Pod IP|Host IP
    Taints|Unschedulable|System Info|Allocatable|Non-terminated Pods|Allocated resources|Kubelet Version
    Container Runtime Version|Kernel Version|OS Image|StorageClass|Access Modes|VolumeMode|Used By|Mounted By
    Priority Class Name|Termination Grace Period|Readiness Gates|Node Selectors|Ephemeral Containers
    Desired Number of Nodes Scheduled|Current Number of Nodes Scheduled|Number of Nodes Misscheduled|CreationTimestamp
    Created At|Status Message|Update Strategy|Completed At|Completion Mode|Backoff Limit|Active Deadline Seconds
    Finalizers|Roles|Volume Claims|PodCIDR|Scheduling Gates|Controllers|Controlled by|Replication Controllers
    Nominated Node Name|NominatedNodeName|SeccompProfile|LocalhostProfile|Runtime Class Name|Pods Statuses
    Nominated Node|TokenExpirationSeconds|ConfigMapName|SecretName|ClaimName|HostPathType|Resource Version
    Security Groups|Preemption Policy|Active Deadline|Termination Grace Period Seconds
    Creation Timestamp|Owner References|Concurrency Policy|Last Schedule Time|Active Jobs
    Successful Job History Limit|Failed Job History Limit|Starting Deadline Seconds
"""
)
"""Names that nothing else prints."""
WEAK = names(
    """
    Name|Node|Status|Reason|Message|IP|IPs|Image|Port|Ports|Host Ports|Command|Args|State|Signal|Started|Finished
    Ready|Limits|Requests|Liveness|Readiness|Startup|Environment|Mounts|Conditions|Volumes|Priority|Type|Path|Optional
    Medium|SizeLimit|ReadOnly|Capacity|Addresses|Lease|Volume|Roles|Hostname|InternalIP|Duration|Suspend|DownwardAPI
    Driver|Server|FSType|VolumeHandle|Boot ID|Machine ID|System UUID|Architecture|Operating System|Devices|Phase
    Finished At|Started At|Host|Claim|DataSource|Volume Mounts|PodCIDRs|ProviderID|Restart Policy|Version|Uid|UID
    API Version
    Kind|Metadata|Spec|Schedule|Volume Source|Working Dir|Details|Step|Pods|Unschedulable Nodes|QoS|Created
    Deletion Timestamp
"""
)
"""Names that a program may print as well: one of them alone proves nothing."""
KEYS = STRONG | WEAK

_KEY = re.compile(r"^(\s{0,60})(?:- )?([A-Za-z][A-Za-z0-9 ()/'.-]{0,40}?)(?: ?\(s\))?\s{0,3}:(?:\s+(.*))?$")
_STATES = ("Waiting", "Running", "Terminated")


def key_of(line: str) -> tuple[int, str, str] | None:
    """Indentation, field name and value of a line of describe; None when the field is not one it has."""
    if ":" not in line[:110]:
        return None
    match = _KEY.match(line)
    if not match:
        return None
    indent, key, value = match.groups()
    if key not in KEYS:
        key = {"STATUS": "Status", "STATE": "State", "REASON": "Reason"}.get(key, key)
    return (len(indent), key, (value or "").strip()) if key in KEYS else None


def begins(line: str) -> bool:
    """Whether the line alone shows that this is describe's output."""
    field = key_of(line)
    if not field:
        return False
    _, key, value = field
    if key in STRONG and key not in ("Replicas", "Selector", "Labels", "Annotations", "Completions", "Finalizers"):
        return True
    if key in ("State", "Last State"):
        return value.split(" ")[0].strip(",(") in _STATES
    if key == "Status":
        first = value.removeprefix("Waiting:").split("(")[0].strip()
        return first in PHASES or first in _STATES or is_status_word(first) or first.startswith("Terminating")
    return key in ("Liveness", "Readiness", "Startup") and "#failure=" in value
