"""The program that a short phrase names beside its code, known to the tables or not; pure, and explains nothing."""

from __future__ import annotations

import re

from knowledge.codes.names import named

# `eslint exit 2`, `eslint: exit code 2`, `eslint 退出码 2`.
_BEFORE = re.compile(
    r"^\W{0,4}(?P<program>[a-z][a-z0-9_.+-]{1,40})(?:\s{1,3}[a-z-][\w=./-]{0,30}){0,3}?(?:\s{1,3}"
    r"|\s{0,3}[:：]\s{0,3}|(?=[退返]))"
    r"(?:exit(?:s|ed)?(?:\s{1,3}with)?(?:\s{1,3}(?:exit\s)?(?:code|status))?\s{0,3}[:=]?\s{0,3}\(?-?\d"
    r"|returned\s(?:\w{1,8}\s){0,2}\d"
    r"|rc\s{0,2}=|退出码|返回码?)",
    re.IGNORECASE,
)
# `exit code 2 from eslint`, `exit status 2 of eslint`
_AFTER = re.compile(
    r"(?:exit|return)\s?(?:code|status|value)?\s{0,3}[:=]?\s?-?\d{1,10}\s(?:from|of"
    r"|by)\s(?P<program>[a-z][a-z0-9_.+-]{1,40})$",
    re.IGNORECASE,
)
# `eslint 2`: the whole of what was asked.
_ALONE = re.compile(r"^(?P<program>[a-z][a-z0-9_.+-]{1,40})\s{1,3}-?\d{1,10}$", re.IGNORECASE)
# Words that stand there in a sentence and name no program.
_COMMON = frozenset(
    "a all an any app application both build child cmd code command common container containers cronjob crash "
    "crashed daemon error "
    "essential every exec exit failed failure for function get gets getting got had has have help hook how i "
    "init initcontainer is it "
    "its job kernel last main message my of on one our pipeline pod pods possible probe proc process processes "
    "program reason returned "
    "runtime script server service sidecar status step subprocess sub-process task test tests that the their "
    "this unit unknown wait was "
    "we what when which why with worker workflow your image pod's container's process's error: entrypoint "
    "finished unexpected".split()
)  # fmt: skip


# A program's own line: `rsync error: …`, `curl: (6) …`, `Sub-process /usr/bin/dpkg returned`.
_OWN_LINE = re.compile(
    r"^\W{0,4}(?P<first>[a-z][a-z0-9_.+-]{1,30})(?:\s(?:error|ERR!))?\s?[:：]"
    r"|(?:/[\w.+-]{1,40}){1,6}/(?P<path>[\w.+-]{1,40})\sreturned",
    re.IGNORECASE,
)


def speaking_runtime(text: str) -> str | None:
    """The known program whose own line this is, or None."""
    for match in _OWN_LINE.finditer(text[:300]):
        known = named((match["first"] or match["path"]).rstrip("."))
        if known and known.kind == "runtime":
            return known.name
    return None


def named_program(text: str) -> str | None:
    """The name of a program no table knows, or None."""
    match = _BEFORE.match(text[:300]) or _AFTER.search(text[:300]) or _ALONE.match(text.strip()[:60])
    if not match:
        return None
    name = match["program"].rstrip(".:")
    # `es01` and `migrate-1` are containers that compose numbers.
    if name.lower() in _COMMON or name[-1:].isdigit() or named(name) or len(name) < 2:
        return None
    return name
