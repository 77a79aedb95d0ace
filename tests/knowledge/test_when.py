"""The vocabulary is closed: what it does not know it refuses, with the place."""

from typing import Any

import pytest

from knowledge.regex import checked
from knowledge.when import BadClause, Fact, Group, Leaf, always_captured, clause, leaves


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"waitng": {"reason": "x"}}, "when: no clause is called 'waitng'"),
        ({"all": []}, "when.all: a list of clauses"),
        ({"all": [{"event": {"reason": "x"}, "log": "y"}]}, "when.all.0: a clause is one key"),
        (
            {"all": [{"event": {"mesage": "x"}}]},
            "when.all.0.event.mesage: no such field; there are reason, message, type",
        ),
        ({"any": [{"event": {"message": "("}}]}, "when.any.0.event.message: not a regex"),
        ({"terminated": {"code": "many"}}, "when.terminated.code: an exit code"),
        ({"pod": {"deleted": "yes"}}, "when.pod.deleted: true or false, not 'yes'"),
        ({"fact": {"name": "x"}}, "when.fact: the name of a fact"),
        ({"waiting": {}}, "when.waiting: fields"),
        (
            {"log": {"text": "x", "previus": True}},
            "when.log.previus: no such field; there are text, after, around, previous",
        ),
        ({"says": {"around": "<text>"}}, "when.says.text: text: is missing"),
        ("log", "when: a clause is one key"),
    ],
)
def test_what_it_cannot_read_it_refuses_with_the_place(value: Any, said: str) -> None:
    """A misspelt clause is found by name and position, never dropped without a sound."""
    with pytest.raises(BadClause) as caught:
        clause(value)

    assert str(caught.value).startswith(said)


def test_a_bare_string_is_short_for_the_main_field() -> None:
    """`says: x` is `says: {text: x}`, `waiting: x` looks at the reason."""
    assert clause({"says": "full"}) == clause({"says": {"text": "full"}})
    assert clause({"waiting": "^Crash"}) == Leaf("waiting", (("reason", checked("^Crash")),))


def test_a_list_is_one_pattern_of_them_all() -> None:
    """Of a clause with a single text, what stands around is beside it, and so are its flags."""
    assert clause({"says": ["full", "empty"]}) == Leaf("says", (("text", checked("full|empty")),))
    assert clause({"log": {"text": ["a", "b"], "around": "(?i)<text>", "previous": True}}) == Leaf(
        "log", (("text", checked("(?i)(?:a|b)")),), (("previous", True),)
    )
    assert clause({"event": {"message": {"text": ["a", "b"], "around": "(?i)<text>"}}}) == Leaf(
        "event", (("message", checked("(?i)(?:a|b)")),)
    )


def test_codes_are_numbers_lists_and_ranges() -> None:
    """A range has both its ends in it."""
    tree = clause({"terminated": {"code": [0, "2-4", 137]}})

    assert isinstance(tree, Leaf)
    assert tree.codes == {0, 2, 3, 4, 137}


def test_a_name_is_promised_only_when_every_way_fills_it() -> None:
    """`all` adds up, `any` needs it in every branch, `none` gives nothing; a log or says clause gives the line."""
    tree = clause(
        {
            "all": [
                {"event": {"message": "(?P<image>i)"}},
                {"any": [{"log": "(?P<what>a)"}, {"fact": "worked_out"}]},
                {"none": [{"event": {"message": "(?P<never>n)"}}]},
            ]
        }
    )

    assert always_captured(tree, {}) == {"image"}
    assert always_captured(tree, {"worked_out": frozenset({"what", "line"})}) == {"image", "what", "line"}


def test_leaves_come_in_reading_order() -> None:
    """Groups vanish, leaves and facts stay."""
    tree = clause({"any": [{"fact": "one"}, {"all": [{"log": "two"}]}]})

    assert isinstance(tree, Group)
    assert list(leaves(tree)) == [Fact("one"), Leaf("log", (("text", checked("two")),))]
