"""Who may ask about what, where."""

import pytest

from bot.access import Access, Refusal

RULES = Access(
    users=("U0MEI",), channels=("C0ONCALL", "C0DATA"), namespaces={"C0DATA": ("data-*",), "*": ("shop", "web")}
)


@pytest.mark.parametrize(
    ("user", "channel", "namespace", "refusal"),
    [
        ("U0SAM", "C0ONCALL", "shop", Refusal("user")),
        ("U0MEI", "C0GENERAL", "shop", Refusal("channel", ("C0ONCALL", "C0DATA"))),
        ("U0MEI", "C0ONCALL", "kube-system", Refusal("namespace", ("shop", "web"))),
        ("U0MEI", "C0DATA", "shop", Refusal("namespace", ("data-*",))),
        ("U0MEI", "C0DATA", "data", Refusal("namespace", ("data-*",))),
        ("U0MEI", "C0DATA", None, Refusal("which-namespace", ("data-*",))),
        ("U0MEI", "C0DATA", "data-lake", None),
        ("U0MEI", "C0ONCALL", "web", None),
    ],
)
def test_rules(user: str, channel: str, namespace: str | None, refusal: Refusal | None) -> None:
    """The first rule that refuses says why, and what is allowed instead."""
    assert RULES.refusal(user, channel, namespace) == refusal


def test_a_channel_without_a_rule_may_ask_about_nothing_where_there_are_rules() -> None:
    """Once namespaces are listed, an unlisted channel is closed and not open."""
    assert Access(namespaces={"C0DATA": ("data",)}).refusal("U", "C0NEW", "data") == Refusal("namespace", ())


@pytest.mark.parametrize("namespace", [None, "kube-system"])
def test_no_rules_allow_everything(namespace: str | None) -> None:
    """A fresh installation works for everybody."""
    assert Access().refusal("U", "C", namespace) is None


def test_a_star_among_the_namespaces_allows_all() -> None:
    """One channel can be left open while others are not."""
    assert Access(namespaces={"C0ONCALL": ("*",)}).refusal("U", "C0ONCALL", None) is None
