"""Of a log the last match counts, in whichever way the pattern is looked for."""

import random
import re

from knowledge.regex import checked
from workers.diagnosis.printed import MOST_MATCHES, Printed

NODE = """Error: connect ECONNREFUSED 10.0.0.9:5432
    at TCPConnectWrap.afterConnect (node:net:1595:16) {
  errno: -111,
  code: 'ECONNREFUSED',
}
bye"""


def test_no_match_is_none() -> None:
    """The word alone is not enough."""
    assert Printed("error\n: what").last(checked("error: .")) is None
    assert Printed("").last(checked("error: .")) is None


def test_the_last_line_counts_and_in_it_the_last_match() -> None:
    """The line nearest to the end is the decisive one."""
    found = Printed("error: a\nok\nerror: b error: c\nbye").last(checked(r"error: (?P<what>\w)"))

    assert found and found["what"] == "c"


def test_the_fields_of_an_error_object_only_repeat_it() -> None:
    """Node prints an error's fields below its stack; they are quoted only where nothing else is there."""
    told = Printed(NODE).last(checked("ECONNREFUSED"))
    field = Printed("  code: 'ECONNREFUSED',\n  errno: -111").last(checked("ECONNREFUSED"))

    assert told and told.string[told.end() :].startswith(" 10.0.0.9")
    assert field and field.string == "  code: 'ECONNREFUSED',"


def test_a_match_over_several_lines() -> None:
    """A pattern that reaches over line ends is given the whole log."""
    regex = checked(r"Traceback:\n(?:  [^\n]+\n){1,60}(?P<what>\w+)")
    found = Printed("x\nTraceback:\n  a\n  b\nKeyError: 1\nbye").last(regex)

    assert found and found["what"] == "KeyError"


def test_lines_one_by_one_or_all_at_once_is_the_same() -> None:
    """Random logs of few words, so that many lines match: the same last line as of one search of the whole."""
    chance = random.Random(1)
    words = ("error", "Error", ": ", "x", "é", "İ", "\n", "\n", "mode", " ", "\r", "\u2028")
    patterns = [checked(each) for each in (r"(?i)error: ?.", r"^error.*$", r"\berror|mode: ", r"(?<!x)mode")]

    for _ in range(400):
        text = "".join(chance.choice(words) for _ in range(60))
        for regex in patterns:
            whole = [match.group() for match in re.finditer(regex.pattern, text, re.MULTILINE)]
            found = Printed(text).last(regex)
            assert (found.group() if found else None) == (whole[-1] if whole else None)


def test_what_reports_no_trouble_is_passed_over_for_so_long() -> None:
    """Earlier lines are looked at, but not all of a log that says the same in passing thousands of times."""
    refused = checked("connection refused")
    passing = [f"INFO connection refused {number}" for number in range(MOST_MATCHES)]
    fatal = "FATAL connection refused"

    nearby = Printed("\n".join([fatal, *passing[1:]]), calm_counts=False).last(refused)

    assert nearby is not None and nearby.string == fatal
    assert Printed("\n".join([fatal, *passing]), calm_counts=False).last(refused) is None
