"""Nothing of that name, or several of it: which names to press, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.views.answer import answer_message
from core.messages.answer import Choice, NotFound, Option
from core.messages.model import Language
from core.messages.report import Note, PodRef, Report
from deploy.sandbox.slack.blocks.blocks import message_problems
from knowledge.target import parse, typed

CHECKOUT = Option(ref=PodRef(namespace="shop", name="checkout"), kind="deployment")
Read = Callable[[list[dict[str, Any]]], list[str]]


@pytest.mark.parametrize(
    ("missing", "language", "lines"),
    [
        (
            NotFound(target="shop/job/x", sought="job"),
            "en",
            [
                "I found no Job `shop/job/x`.",
                "Nothing there has a similar name. `kubectl get jobs -A` lists what exists.",
            ],
        ),
        (
            NotFound(target="shop/x"),
            "zh",
            ["没有找到 Pod `shop/x`。", "也没有名称相近的。`kubectl get pods -A` 可以列出现有的名称。"],
        ),
        (
            NotFound(target="shop/deploy/chekout", sought="deployment", nearest=(CHECKOUT,)),
            "en",
            ["I found no Deployment `shop/deploy/chekout`. Did you mean:", "[shop/deployment/checkout]"],
        ),
        (
            NotFound(target="shop/deploy/chekout", sought="deployment", nearest=(CHECKOUT,)),
            "zh",
            ["没有找到 Deployment `shop/deploy/chekout`。是不是要查：", "[shop/deployment/checkout]"],
        ),
    ],
)
def test_what_is_missing_is_named_with_its_kind(
    missing: NotFound, language: Language, lines: list[str], read: Read
) -> None:
    """And its neighbors, each of which is one press away."""
    shown = answer_message(missing, language, "q")

    assert read(shown.blocks) == lines
    assert message_problems(shown.as_arguments()) == ("", [])


def test_a_pressed_workload_is_asked_about_as_one() -> None:
    """The button's value reads back as the same kind and name, whatever the cluster is called."""
    far = CHECKOUT.model_copy(update={"ref": CHECKOUT.ref.model_copy(update={"cluster": "prod"})})
    shown = answer_message(NotFound(target="x", sought="deployment", nearest=(CHECKOUT, far)), "en", "q")
    values = [element["value"] for element in shown.blocks[-1]["elements"]]
    again = [parse(value) for value in values]

    assert values == [typed(CHECKOUT), typed(far)]
    assert [(one.cluster, one.namespace, one.kind, one.name) for one in again] == [
        (None, "shop", "deployment", "checkout"),
        ("prod", "shop", "deployment", "checkout"),
    ]


def test_several_pods_stay_pods(read: Read) -> None:
    """A pod has no kind in front of its name."""
    options = tuple(Option(ref=PodRef(namespace="shop", name=f"web-{n}"), status="Running") for n in (0, 1))
    shown = answer_message(Choice(target="web", options=options), "en", "q")

    assert read(shown.blocks)[-1] == "[shop/web-0 · Running] [shop/web-1 · Running]"


def test_a_workload_without_pods_is_answered_with_the_reason(read: Read) -> None:
    """The reason is the headline and stands there once; what would change it stands apart."""
    note = Note(kind="no-pods-zero", values={"object": "deployment/web"})
    report = Report(target="x", ref=PodRef(namespace="shop", name="web"), owner="deployment/web", notes=(note,))
    shown = answer_message(report, "en", "q")

    assert shown.text == "shop/web: deployment/web has no pods: it is scaled to zero (replicas: 0)."
    assert read(shown.blocks) == [
        "(shop/web · deployment/web)",
        "`deployment/web`** has no pods: it is scaled to zero (**`replicas: 0`**).**",
        "**Next**",
        "```",
        "kubectl -n shop describe deployment/web",
        "```",
        "**Changes the cluster**",
        "```",
        "kubectl -n shop scale deployment/web --replicas=1",
        "```",
        "[Look again] [Share]",
    ]
    assert shown.blocks[-1]["elements"][0]["value"] == "q shop/deployment/web"
