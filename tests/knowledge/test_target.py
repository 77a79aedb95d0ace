"""What people type after `/whypod` is read, or refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages.question import Target
from knowledge.target import KINDS, BadTarget, parse


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("``", "empty"),
        ("-n shop", "empty"),
        ("web -n", "empty"),
        ("shop/", "empty"),
        ("/", "empty"),
        (":", "empty"),
        ("prod:", "empty"),
        (":shop/web", "empty"),
        ("kubectl", "empty"),
        ("x" * 1001, "too-long"),
        ("x" * 254, "too-long"),
        ("n" * 64 + "/web", "too-long"),
        ("shop/we b", "too-many-parts"),
        ("web shop", "too-many-parts"),
        ("a/b/c/d", "too-many-parts"),
        ("shop/service/web", "unknown-kind"),
        ("shop/web;rm", "bad-characters"),
        ("shop/$(id)", "bad-characters"),
        ("sh_op/web", "bad-characters"),
        ("shop/wéb", "bad-characters"),
        ("shop/-web", "bad-characters"),
        ("web -c A B", "too-many-parts"),
        ("pro d:shop/web", "too-many-parts"),
        ("pr$od:shop/web", "bad-characters"),
        ("web --container=a/b", "bad-characters"),
        ("<!channel>", "bad-characters"),
        ("&lt;!here&gt;", "bad-characters"),
        ("<!subteam^S1|@oncall>", "bad-characters"),
        ("<@U123>", "bad-characters"),
        ("<@U123|sam>", "bad-characters"),
        ("<#C123|oncall>", "bad-characters"),
        ("shop/<#C123|oncall>", "bad-characters"),
    ],
)
def test_what_names_nothing_is_refused_with_a_reason(text: str, reason: str) -> None:
    """One word a reason; nothing odd reaches the cluster."""
    with pytest.raises(BadTarget) as refused:
        parse(text)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("web", {"name": "web"}),
        ("shop/web", {"namespace": "shop", "name": "web"}),
        ("SHOP/Web", {"namespace": "shop", "name": "web"}),
        ("prod:shop/web", {"cluster": "prod", "namespace": "shop", "name": "web"}),
        ("prod:web", {"cluster": "prod", "name": "web"}),
        (
            "arn:aws:eks:eu-west-1:1234:cluster/Prod:shop/web",
            {"cluster": "arn:aws:eks:eu-west-1:1234:cluster/Prod", "namespace": "shop", "name": "web"},
        ),
        (
            "gke_my-project_europe_x:shop/web",
            {"cluster": "gke_my-project_europe_x", "namespace": "shop", "name": "web"},
        ),
        ("deploy/web", {"kind": "deployment", "name": "web"}),
        ("shop/deploy/web", {"kind": "deployment", "namespace": "shop", "name": "web"}),
        ("shop/StatefulSets/db", {"kind": "statefulset", "namespace": "shop", "name": "db"}),
        ("pod/web -n shop", {"namespace": "shop", "name": "web"}),
        ("-n shop web", {"namespace": "shop", "name": "web"}),
        ("--namespace=shop web --container app", {"namespace": "shop", "name": "web", "container": "app"}),
        ("—namespace shop cronjob/nightly", {"namespace": "shop", "kind": "cronjob", "name": "nightly"}),
        (
            "web -n shop -c app --context prod",
            {"cluster": "prod", "namespace": "shop", "name": "web", "container": "app"},
        ),
        ("kubectl describe pod web -n shop", {"namespace": "shop", "name": "web"}),
        ("kubectl logs -n shop web --previous", {"namespace": "shop", "name": "web"}),
        ("`shop/web`", {"namespace": "shop", "name": "web"}),
        ('"shop/web"?', {"namespace": "shop", "name": "web"}),
        ("“shop/web”，", {"namespace": "shop", "name": "web"}),
        ("*shop/web*", {"namespace": "shop", "name": "web"}),
        ("shop/web-*", {"namespace": "shop", "name": "web-"}),
        ("shop/web…", {"namespace": "shop", "name": "web"}),
        ("prod：shop／web", {"cluster": "prod", "namespace": "shop", "name": "web"}),
        ("shop/\u200bweb\u00a0", {"namespace": "shop", "name": "web"}),
        ("<http://web.shop|web.shop>", {"name": "web.shop"}),
        ("shop/<http://web.io>", {"namespace": "shop", "name": "web.io"}),
        ("shop/web/", {"namespace": "shop", "name": "web"}),
        ("<http://shop/web>", {"namespace": "shop", "name": "web"}),
    ],
)
def test_what_people_type_is_understood(text: str, target: dict[str, str]) -> None:
    """All spellings of the same few things."""
    assert parse(text) == Target(text=" ".join(text.split()), **target)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_every_kind_word_is_a_kind_with_and_without_slash(word: str) -> None:
    """`deploy/web` and `deploy web` are the same; a pod is the kind nobody has to name."""
    kind = None if KINDS[word] == "pod" else KINDS[word]

    assert [(parse(text).kind, parse(text).name) for text in (f"{word}/web", f"{word} web")] == [(kind, "web")] * 2


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever is typed is a target with harmless names, or a `BadTarget`."""
    try:
        target = parse(text)
    except BadTarget:
        return

    assert target.name.isascii() and not set(target.name) & set(" /:?#&%")
