"""`/podguide`, its buttons, and the pages a diagnosis links to, through the real Bolt app."""

import json
import re
from string import Formatter

import pytest

from bot.listeners.podguide import answer
from bot.views import guide as view
from bot.views import guide_words
from core.bilingual import Bilingual
from core.messages.report import Evidence, Finding, PodRef, Report
from deploy.sandbox.slack.blocks.blocks import block_problems, message_problems, view_problems
from knowledge.guide import filled, guide
from knowledge.library import library

PAGES = guide().pages
REPORT = Report(
    target="shop/checkout",
    ref=PodRef(namespace="shop", name="checkout-1", cluster="prod"),
    node="node-7",
    owner="deploy/checkout",
    findings=(
        Finding(
            cause="run.killed-externally",
            detail="run.killed-externally",
            confidence="possible",
            container="web",
            evidence=(Evidence(source="status", quote="Error, exit 137"),),
        ),
    ),
)


def buttons(shown: dict) -> dict[str, dict]:
    """The buttons of a message by their action."""
    return {element["action_id"]: element for element in shown["blocks"][-1]["elements"]}


@pytest.mark.parametrize("words", ["qqqqxyzzy", "?!", "<!channel> 💥", "`" * 50, "魑魅魍魉"])
def test_unknown_words_list_the_topics(bot, words: str) -> None:
    """Nothing found is said as such, harmlessly, and every page is one choice away."""
    shown = bot.command(f"/podguide {words}")

    assert message_problems(shown) == ("", [])
    assert shown["text"].startswith("I have no page for that: ")
    assert "<" not in shown["text"]
    assert [option["value"] for option in buttons(shown)["guide.pick"]["options"]] == list(PAGES)


@pytest.mark.parametrize("words", ["", "  ", "help", "?"])
def test_an_empty_command_lists_the_topics(bot, read, words: str) -> None:
    """Who does not know what there is, sees it, by parts."""
    shown = bot.command(f"/podguide {words}")

    lines = read(shown["blocks"])
    assert lines[0] == "**The guide's topics**"
    assert [line.split("**")[1] for line in lines if line.startswith("- ")] == [
        said.en for said in guide_words.PARTS.values()
    ]


def test_it_is_answered_in_the_acknowledgement_without_redis(bot_without_redis, read) -> None:
    """The page's title, its opening, and the section that was asked for, to the asker alone."""
    shown = bot_without_redis.command("/podguide conntrack table full")

    lines = read(shown["blocks"])
    assert shown["text"] == "Health checks fail: The connection table is full"
    assert lines[0].startswith("**Health checks fail: ")
    assert "**The connection table is full**" in lines
    assert "**Look, on the node**" in lines
    assert "response_type" not in shown
    assert bot_without_redis.slack.calls == []


def test_chinese_is_found_whatever_the_reader_reads(bot) -> None:
    """The words choose the page, the reader's setting the language of the answer."""
    english = bot.command("/podguide 磁盘满了")["text"]
    bot.command("/whypod lang zh")

    assert (english.split(":")[0], bot.command("/podguide disk full")["text"].split("：")[0]) == (
        "Disk full",
        "磁盘写满",
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("topic", PAGES)
def test_every_page_can_be_drawn(topic: str, language: str) -> None:
    """Slack takes each page, as a message and as a window, whole: nothing of it is cut off."""
    page = PAGES[topic]
    shown = answer(" ".join(page.words), language).as_arguments()
    window = view.page_window(page, None, {}, language)

    assert message_problems(shown) == ("", [])
    assert view_problems(window) == ("", [])
    drawn = json.dumps(window["blocks"], ensure_ascii=False)
    for section in page.sections:
        assert section.heading.of(language).replace("`", "") in drawn
        for fence in section.fences:
            last = filled(fence.text, {}).splitlines()[-1]
            assert json.dumps(last, ensure_ascii=False)[1:-1] in drawn


@pytest.mark.parametrize("topic", PAGES)
def test_every_section_can_be_shown(topic: str) -> None:
    """A message holds any section of any page."""
    for language in ("en", "zh"):
        for section in PAGES[topic].sections:
            shown = view.search_message([view.Hit(PAGES[topic], section, 1.0)], "words", language).as_arguments()
            assert message_problems(shown) == ("", [])


def test_the_next_page_takes_the_place_of_a_private_answer(bot) -> None:
    """A press shows the other page, and the first one is among its own buttons now."""
    first = bot.command("/podguide pvc stuck terminating")
    second = buttons(first)["guide.show:0"]

    bot.press({"action_id": "guide.show:0", "value": second["value"]})

    shown = bot.slack.wait_for("response")
    assert shown["replace_original"] is True
    assert shown["text"].split(":")[0] == second["text"]["text"]
    assert first["text"].split(":")[0] in [one["text"]["text"] for one in shown["blocks"][-1]["elements"]]


def test_the_next_page_of_a_shared_answer_is_for_the_one_who_pressed(bot) -> None:
    """What everybody reads is not replaced."""
    bot.press({"action_id": "guide.show:0", "value": "oom memory"}, private=False)

    assert bot.slack.wait_for("response")["replace_original"] is False


def test_a_button_of_a_page_that_is_gone_lists_the_topics(bot) -> None:
    """An old message survives a renamed page."""
    bot.press({"action_id": "guide.show:0", "value": "no-such-page oom"})

    assert bot.slack.wait_for("response")["text"] == "The guide's topics"


@pytest.mark.parametrize("value", ["", "x", "[]", '"oom"', '{"guide": "nothing"}', '{"guide": 7}', "{" * 100])
def test_a_forged_button_opens_nothing(bot, value: str) -> None:
    """Whatever a button carries, the listener neither breaks nor opens a window."""
    assert bot.press({"action_id": "guide.open", "value": value}) == (200, "")
    bot.app.listener_runner.listener_executor.shutdown(wait=True)

    assert bot.slack.calls == []


def test_the_whole_page_opens_in_a_window(bot) -> None:
    """All sections; commands show what has to be filled in."""
    button = buttons(bot.command("/podguide oom"))["guide.open"]

    bot.press({"action_id": "guide.open", "value": button["value"]})

    opened = bot.slack.wait_for("views.open")["view"]
    drawn = json.dumps(opened["blocks"])
    assert opened["title"]["text"] == "Out of memory"
    assert "kubectl -n NAMESPACE top pod POD --containers" in drawn
    assert block_problems(opened["blocks"], "modal") == []


def test_a_topic_picked_from_the_list_opens(bot) -> None:
    """The menu leads to the whole page."""
    bot.press({"type": "static_select", "action_id": "guide.pick", "selected_option": {"value": "finalizers"}})

    assert bot.slack.wait_for("views.open")["view"]["title"]["text"] == "Finalizers"


def test_share_posts_the_section_for_everyone(bot) -> None:
    """The channel sees the same section, by whom, and no second Share button."""
    button = buttons(bot.command("/podguide conntrack"))["guide.share"]

    bot.press({"action_id": "guide.share", "value": button["value"]})

    posted = bot.slack.wait_for("response")
    assert (posted["response_type"], posted["text"]) == (
        "in_channel",
        "Health checks fail: The connection table is full",
    )
    assert "guide.share" not in [element["action_id"] for element in posted["blocks"][-2]["elements"]]
    assert message_problems(posted) == ("", [])


def test_read_more_of_a_diagnosis_leads_to_the_causes_page(bot) -> None:
    """The page lies on top of the diagnosis' window, and its commands name the pod that was asked about."""
    bot.queue.answers["q1"] = REPORT
    bot.press({"action_id": "report.read_more", "value": "q1 shop/checkout-1"})
    below = bot.slack.wait_for("views.open")["view"]
    (button,) = [element for block in below["blocks"] if block["type"] == "actions" for element in block["elements"]]

    bot.press({"action_id": "guide.open", "value": button["value"]}, view={"id": "V1", "callback_id": ""})

    pushed = bot.slack.wait_for("views.push")
    drawn = json.dumps(pushed["view"]["blocks"])
    assert (button["text"]["text"], pushed["trigger_id"]) == (
        "Guide: Who killed my process",
        "4.5.6",
    )
    assert "kubectl -n shop get events --field-selector involvedObject.name=checkout-1" in drawn
    assert "io.kubernetes.container.name=web" in drawn
    assert "kubectl cordon node-7" in drawn
    assert view_problems(pushed["view"]) == ("", [])


def test_a_page_opened_from_a_page_takes_its_place_and_keeps_the_names(bot) -> None:
    """Slack stacks three windows at most, so reading on does not add one."""
    value = str(view.PageReference("oom", {"namespace": "shop", "pod": "web-1"}))

    bot.press({"action_id": "guide.open:0", "value": value}, view={"id": "V2", "callback_id": "guide"})

    sent = bot.slack.wait_for("views.update")
    assert sent["view_id"] == "V2"
    assert "kubectl -n shop top pod web-1 --containers" in json.dumps(sent["view"]["blocks"])


def test_a_name_that_could_act_in_a_shell_is_not_filled_in(bot) -> None:
    """A forged button cannot put a command into what a tired person copies."""
    value = str(view.PageReference("oom", {"namespace": "shop; rm -rf /", "pod": "$(id)"}))

    bot.press({"action_id": "guide.open", "value": value})

    drawn = json.dumps(bot.slack.wait_for("views.open")["view"]["blocks"])
    assert "rm -rf" not in drawn
    assert "$(id)" not in drawn
    assert "kubectl -n NAMESPACE top pod POD --containers" in drawn


def test_a_cause_without_a_page_has_no_button() -> None:
    """No button leads nowhere."""
    finding = REPORT.findings[0].model_copy(update={"cause": "no.such", "detail": "no.such"})

    assert view.link_row(finding, REPORT, library(), "en") == []


def test_a_finer_cause_leads_where_the_cause_it_counts_as_does() -> None:
    """A new, finer cause needs no page of its own."""
    finding = REPORT.findings[0].model_copy(update={"cause": "run.oom-child", "detail": "run.oom-child-worker"})
    ((button,),) = [block["elements"] for block in view.link_row(finding, REPORT, library(), "zh")]

    assert button["text"]["text"] == "指南：内存不足（OOM）"


def test_names_too_long_for_a_button_are_left_out() -> None:
    """The page still opens; its commands then show capital words."""
    opened = view.PageReference("oom", {"cluster": "x" * 5000, "pod": "web-1"})

    assert view.PageReference.read(str(opened)) == view.PageReference("oom")


def test_the_section_that_was_meant_comes_first() -> None:
    """`guide: topic#section` of a cause opens the page at that section."""
    page, section = guide().find("probes-failing#the-connection-table-is-full") or (None, None)
    assert page and section

    headings = [
        block["elements"][0]["elements"][0]["text"] for block in view.page_window(page, section, {}, "en")["blocks"][:2]
    ]

    assert headings[1] == "The connection table is full"


@pytest.mark.parametrize("page", [pytest.param(page, id=topic) for topic, page in PAGES.items()])
def test_names_of_pages_fit_buttons_and_window_titles(page) -> None:
    """A page's short name is told apart from all others."""
    for language in ("en", "zh"):
        name = view.short_title(page, language)
        assert 3 <= len(name) <= 60
        assert [other.topic for other in PAGES.values() if view.short_title(other, language) == name] == [page.topic]


def test_the_guides_words_are_there_in_both_languages() -> None:
    """Each sentence around the pages, with the same placeholders."""
    alone = [said for said in vars(guide_words).values() if isinstance(said, Bilingual)]
    for said in [*alone, *guide_words.KINDS.values(), *guide_words.PARTS.values()]:
        names = [{part[1] for part in Formatter().parse(text)} for text in (said.en, said.zh)]
        assert names[0] == names[1]
        assert re.search("[\u4e00-\u9fff]", said.zh) and not re.search("[\u4e00-\u9fff]", said.en.replace("中文", ""))
