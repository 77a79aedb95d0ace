"""The scenario file: what people do, over Socket Mode and over HTTP, through every process there is."""

import sys

import pytest

from tests.e2e.conftest import Sandbox, buttons, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes are found through /proc")


def test_wrong_input_gets_an_example(either: Sandbox) -> None:
    """At once, and not a stack trace."""
    said = [either.type(text)["text"] for text in ("/whypod", "/whypod a/b/c/d/e", "/exitcode bananas")]

    assert [("for example" in text.lower(), "Traceback" in text) for text in said[:2]] == [(True, False)] * 2
    assert "Traceback" not in said[2]


def test_exit_codes_are_answered_in_the_acknowledgement(either: Sandbox) -> None:
    """No queue in between: what `/exitcode` shows at once is the answer."""
    minus_one, oom = either.type("/exitcode -1"), either.type("/exitcode 137")

    assert minus_one["text"].startswith("255")
    assert oom["text"].startswith("137")
    assert "SIGKILL" in str(oom["blocks"])


def test_a_pod_is_diagnosed_in_place_of_the_note(either: Sandbox) -> None:
    """One message: the note becomes the answer, with quotes and buttons."""
    before = len(either.private())
    answer = either.answer("/whypod shop/checkout")

    assert answer["text"].startswith("shop/checkout-")
    assert {"report.read_more", "report.look_again", "report.share"} <= set(buttons(answer))
    assert len(either.private()) == before + 1


def test_a_prefix_is_enough(either: Sandbox) -> None:
    """`web/banner` is the pod `web/banner-...`."""
    assert either.answer("/whypod web/banner")["text"].startswith("web/banner-")


def test_an_unknown_pod_gets_the_nearest_names_and_one_is_picked(either: Sandbox) -> None:
    """The button asks again, about that pod."""
    missing = either.answer("/whypod shop/chekout")
    assert "shop/chekout" in missing["text"]
    near = buttons(missing)
    wanted = next(action for action in near.values() if "shop/checkout-" in action["value"])
    either.press(missing, wanted)
    answer = until(lambda: _titled(either, missing["ts"], "shop/checkout-"))

    assert "report.read_more" in buttons(answer)


def test_several_pods_become_a_choice(either: Sandbox) -> None:
    """`shop/pro` is the beginning of three; pressing one of them diagnoses it."""
    choice = either.answer("/whypod shop/pro")
    picks = [action for name, action in buttons(choice).items() if name.startswith("pick")]
    assert len(picks) > 1
    either.press(choice, picks[0])

    assert "report.read_more" in buttons(until(lambda: _titled(either, choice["ts"], "shop/promo")))


def test_a_button_opens_a_window_with_more(either: Sandbox) -> None:
    """Read more, then close it again."""
    answer = either.answer("/whypod web/banner")
    either.press(answer, buttons(answer)["report.read_more"])
    (view,) = until(lambda: either.state()["views"])

    assert (view["type"], bool(view["blocks"])) == ("modal", True)


def test_an_answer_is_shared_with_the_channel(either: Sandbox) -> None:
    """Sam sees what Mei was told once she shares it, and not before."""
    answer = either.answer("/whypod web/banner")
    before = [each for each in either.messages("U0SAM") if each["text"] == answer["text"]]
    either.press(answer, buttons(answer)["report.share"])
    shared = until(lambda: [each for each in either.messages("U0SAM") if "web/banner-" in str(each)])

    assert before == []
    assert len(shared) == 1


def test_the_language_is_the_readers_own(either: Sandbox) -> None:
    """Mei reads Chinese from now on, Sam still English."""
    either.type("/whypod lang zh")
    mei, sam = either.answer("/whypod shop/nope"), either.answer("/whypod shop/nope", user="U0SAM")
    either.type("/whypod lang en")

    assert any("\u4e00" <= char <= "\u9fff" for char in mei["text"])
    assert sam["text"].isascii()


def _titled(sandbox: Sandbox, ts: str, beginning: str) -> dict[str, object] | None:
    """The message once its text begins so: it is replaced twice, by a note and by the answer."""
    now = sandbox.message(ts)
    return now if now["text"].startswith(beginning) else None
