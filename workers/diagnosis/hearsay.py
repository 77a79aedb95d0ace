"""What a person tells, weighed: it counts where it is said and not denied, asked or supposed. Pure."""

import re

from core.messages.model import Writer
from core.messages.report import Evidence
from knowledge.regex import Regex
from knowledge.statements.polarity import polarity
from knowledge.statements.statement import Span

KNOWS_LITTLE: tuple[Writer, ...] = ("person", "deployer", "alerting")
"""Who is never certain: a person retells, a deployer only waited, an alert is a rule that fired."""
NO_LOG: tuple[Writer, ...] = (*KNOWS_LITTLE, "runner", "docker", "init", "autoscaler", "controller", "api", "kubectl")
"""Whose words are no program's log: what is only an error in general is not the container's there."""
OUTSIDE: tuple[Writer, ...] = ("deployer",)
"""Who tells of what it met itself, from outside: its time-out and its refusal are not the program's."""
_IN_A_POD = "system:serviceaccount:"
"""Whom the API server refuses under such a name is a program in a pod."""
_TO_A_PERSON = re.compile(
    r"Error from server \((?:NotFound|BadRequest|Forbidden)\): |Unable to connect to the server: "
    r"|(?:error: )?(?:Internal error occurred: )?error executing command in container: |OCI runtime exec failed: "
)
"""k8s.io/kubectl pkg/cmd/util/helpers.go and pkg/cmd/exec: what kubectl prints for whoever typed it."""


LONGEST_FACT = 80
"""Characters of what a person says in Kubernetes' words."""


def is_from_outside(words: Evidence) -> bool:
    """Whether somebody outside tells of what it met: a deployer, or the kubectl of a person whom the API answered."""
    if words.writer in ("api", "kubectl"):
        return _TO_A_PERSON.match(words.quote) is not None and _IN_A_POD not in words.quote
    return words.writer in OUTSIDE


def is_told(hit: re.Match[str], regex: Regex) -> bool:
    """Whether a person's sentence says what the pattern found in it."""
    lowered = hit.group().lower()
    needle = next((needle for needle in regex.needles if needle in lowered), "")
    start, end = hit.span()
    if needle and len(lowered) > LONGEST_FACT:  # it takes the words around in, for a quote
        start += lowered.find(needle)
        end = start + len(needle)
    fact = Span(predicate="reason", value=needle, start=start, end=end)
    return polarity(fact, hit.string) == "said"
