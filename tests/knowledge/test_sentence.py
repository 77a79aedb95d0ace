"""Prose reads well whether a name is known or not."""

import pytest

from core.messages.model import Language
from core.messages.report import Finding, PodRef, Report, RuledOut
from knowledge.library import library
from knowledge.sentence import sentence
from knowledge.text import explain, ruled_out_line


@pytest.mark.parametrize(
    ("language", "text", "values", "read"),
    [
        ("en", "`$container` exits with $code", {"container": "web", "code": "1"}, "`web` exits with 1"),
        ("en", "`$container` exits with $code", {"code": "1"}, "The container exits with 1"),
        ("en", "The log of `$container` ends. `$pod` goes on.", {}, "The log of the container ends. The pod goes on."),
        ("en", "Out of memory: `$container` is too large", {}, "Out of memory: the container is too large"),
        ("zh", "`$container` 以 $code 退出", {"code": "1"}, "容器以 1 退出"),
        ("zh", "kubelet 重启了 `$container`", {}, "kubelet 重启了容器"),
        ("zh", "kubelet 重启了 `$container`", {"container": "web"}, "kubelet 重启了 `web`"),
        ("zh", "停掉 `$container` by hand", {}, "停掉容器 by hand"),
        (
            "en",
            "It exits with $code{: `$line`}",
            {"code": "1", "line": "no {such} $file"},
            "It exits with 1: `no {such} $file`",
        ),
        ("en", "It exits with $code{: `$line`}", {"code": "1"}, "It exits with 1"),
        ("en", "Init container{ `$container`} fails", {}, "Init container fails"),
        ("en", "`/whokilled $namespace/$pod` and `$${TAG}`", {"pod": "web"}, "`/whokilled NAMESPACE/web` and `${TAG}`"),
    ],
)
def test_a_sentence(language: Language, text: str, values: dict[str, str], read: str) -> None:
    """A name that is not known gives way to what it names, a part in braces to nothing."""
    assert sentence(text, values, language) == read


OUT_OF_MEMORY = Finding(cause="run.oom-cgroup", detail="run.oom-cgroup", confidence="certain", container=None)


def test_commands_leave_out_the_flags_of_names_that_are_not_known() -> None:
    """kubectl then takes the namespace of its context and the default container; a pod has to be named."""
    shown = explain(OUT_OF_MEMORY, library(), "en", Report(target="", findings=(OUT_OF_MEMORY,)))

    assert shown.title == "Out of memory: the container went over its memory limit"
    assert [command.text for command in shown.commands][1:] == [
        "kubectl top pod POD --containers",
        "kubectl logs POD --previous --tail=50",
    ]


def test_commands_name_what_is_known() -> None:
    """The pod of the question and the container of the finding."""
    finding = OUT_OF_MEMORY.model_copy(update={"container": "web"})
    report = Report(target="shop/web-0", ref=PodRef(namespace="shop", name="web-0"), findings=(finding,))

    assert explain(finding, library(), "en", report).commands[2].text == (
        "kubectl -n shop logs web-0 -c web --previous --tail=50"
    )


def test_a_rival_is_named_without_what_it_never_captured() -> None:
    """Neither a value nor a name was seen, so the title does without."""
    ruled_out = RuledOut(cause="run.missing-module", clause="log")

    assert ruled_out_line(ruled_out, library(), "en", Report(target="")) == (
        "A library or module is missing in the image of the container: `…`: the log has no such line"
    )
