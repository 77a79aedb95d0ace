"""Which names may stand in a command that somebody copies into a shell. Pure, stdlib only."""

import re


def is_a_name(value: str) -> bool:
    """Letters, digits and `-._:/@`, at most 300 of them, and no option: nothing a shell reads as anything else.

    An EKS context is an ARN, with colons and a slash.
    """
    return re.fullmatch(r"[A-Za-z0-9._:/@][A-Za-z0-9._:/@-]{0,299}", value) is not None
