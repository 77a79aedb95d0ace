"""The table of emitters is whole, its held third is the one the hash chose, and the fitted part is answered well."""

from collections import Counter

import pytest

from tests.emitters.table import HELD_OF, answered, emitters, is_held, questions

LEAST_FITTED = 94.0
"""Percent of the fitted questions whose first answer is right; raise it with the causes."""

FAMILIES = {
    *("admission", "claim", "cloud", "config", "deploy", "evict", "healthy", "hpa", "image", "ingress", "init", "job"),
    *("node", "rollout", "run", "sandbox", "schedule", "start", "terminate", "volume"),
}

KEYS = {"id", "text", "cause", "reason", "type", "component", "also_acceptable", "source", "constant", "held"}


@pytest.mark.parametrize("name", sorted(emitters()))
def test_a_file_is_whole(name: str) -> None:
    """Every message has its own id, a source, a cause of a known family, and is asked in one form at least."""
    emitter = emitters()[name]
    messages = emitter["messages"]
    forms = Counter(
        question.name.rpartition(":")[0] for question in questions() if question.name.startswith(f"{name}/")
    )

    assert set(emitter) == {"emitter", "repository", "forms", "messages"}
    assert len({message["id"] for message in messages}) == len(messages)
    assert [message["id"] for message in messages if set(message) - KEYS] == []
    assert [message["id"] for message in messages if ":" not in message["source"] or "?" in message["source"]] == []
    assert {message["cause"].partition(".")[0] for message in messages} <= FAMILIES
    assert set(forms.values()) <= {1, 2, 3} and len(forms) == len(messages)


@pytest.mark.parametrize("name", sorted(emitters()))
def test_the_hash_chose_what_is_held_back(name: str) -> None:
    """No message is moved between the fitted and the held part by hand."""
    messages = emitters()[name]["messages"]

    assert {message["id"]: message.get("held", False) for message in messages} == {
        message["id"]: is_held(name, message["id"]) for message in messages
    }


def test_a_third_is_held_back() -> None:
    """At least 600 messages stand in the table, and about one in three is held back."""
    held = [message.get("held", False) for emitter in emitters().values() for message in emitter["messages"]]

    assert len(held) >= 600
    assert abs(sum(held) / len(held) - 1 / HELD_OF) < 0.03


def test_the_fitted_part_is_answered_well() -> None:
    """The held part is printed by `python -m tests.emitters` and guarded by nothing: it is a measurement."""
    answers = [answered(question) for question in questions() if not question.held]
    wrong = [answer.name for answer in answers if not answer.right]

    assert 100 * (len(answers) - len(wrong)) / len(answers) >= LEAST_FITTED, wrong
