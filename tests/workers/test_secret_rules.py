"""The rules for secrets find the same whether their patterns are tried everywhere or only where a name holds a word."""

import random

import pytest

from workers.redact import RULES, redact_text
from workers.secrets.blocks import BLOCKS
from workers.secrets.pairs import PAIRS
from workers.secrets.rule import HIDDEN, SecretRule

NAMED = [rule for rule in PAIRS if rule.opened_by is not None]
PIECES = (
    *"password PassWord TOKEN db_passwd aws.secret-key my_key key api_key KEY_1 auth pw 密码 checksum/ => --".split(),
    *"Zx9Kq7vT2m true 1234 a é [hidden]".split(),
    *"=:,;{}[]&-._'\" \n",
    *(": ", " = ", '\\"', "\\\\", "\x1b[31m", '"token": "', '\\"api_key\\":\\"', "x" * 130, "s" * 30),
)


@pytest.mark.parametrize("rule", NAMED, ids=[rule.name for rule in NAMED])
def test_a_rule_tried_at_names_finds_what_it_finds_everywhere(rule: SecretRule) -> None:
    """Names that are too long, overlap or follow each other without a blank; quotes escaped and not closed."""
    chance = random.Random(rule.name)
    found = 0

    for _ in range(1500):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 24)))
        everywhere = [match.span() for match in rule.pattern.finditer(text)]
        found += len(everywhere)
        assert [match.span() for match in rule.matches(text)] == everywhere
    assert found > 20


def test_letters_that_grow_in_lower_case_hide_nothing() -> None:
    """The capital I with a dot is two characters in lower case, so places in the lowered text are no places in it."""
    assert redact_text("İİİ password=Zx9Kq7vT2m") == (f"İİİ password={HIDDEN}", 1)


def test_a_line_that_is_repeated_is_hidden_each_time() -> None:
    """Equal lines are looked at once and counted as often as they stand there."""
    assert redact_text("token=Zx9Kq7vT2m\nfine\ntoken=Zx9Kq7vT2m") == (f"token={HIDDEN}\nfine\ntoken={HIDDEN}", 2)


def test_every_rule_has_words_in_lower_case_and_a_pattern() -> None:
    """Words are looked for in lower-cased text, and patterns are compiled when they are needed first."""
    rules = (*BLOCKS, *RULES)

    assert [rule.name for rule in rules if not rule.words or rule.words != {word.lower() for word in rule.words}] == []
    assert [rule.pattern.pattern for rule in rules] == [rule.regex for rule in rules]
