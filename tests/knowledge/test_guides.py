"""What every guide page must hold, without anyone writing a test for it; and what its reader refuses."""

import re

import pytest

from core.bilingual import Bilingual
from knowledge.cause import BUILT_IN
from knowledge.guide import FENCES, PARTS, BadPage, CodeFence, GuidePage, filled, guide, load, read_page
from knowledge.library import library

GUIDE = guide()
PAGES = [pytest.param(page, id=page.topic) for page in GUIDE.pages.values()]
LOOKS = re.compile(
    r"^(sudo )?(kubectl( (-n|-c|--context) \S+)* (get|describe|logs|top|events|api-resources|auth can-i"
    r"|rollout (status|history)|exec \S+( -c \S+)? -- (cat|ss|nslookup) )"
    r"|journalctl( (-k|-u \S+|--since \"[^\"]+\"|--grep \"[^\"]+\"|--disk-usage))+$"
    r"|crictl (ps|pods|inspect|images|logs)"
    r"|docker inspect|df|du|free|cat /(proc|sys|etc)|ls|lsof|sysctl -n|openssl (s_client|x509)|curl -sSI|uname"
    r"|uptime|id$"
    r"|ps -eo|ss -|systemctl status|iptables -S|nsenter -t PID -n (ss|nstat)|bpftrace -e|killsnoop)"
)
"""What may stand in a block that only looks. bpftrace and killsnoop listen to the kernel and leave nothing behind."""

PAGE = """---
part: tools
words: [tea]
related: []
causes: []
sources: [man 1 tea]
---
# Tea

Short.

# 茶

很短。

## How to tell

Look at `$pod`.

## 怎么判断

看 `$pod`。

```sh
kubectl get pod $pod
```
"""


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("---\npart", "part", "a page begins with a front matter"),
        ("part: tools", "part: kitchen", "part: one of codes, states"),
        ("words: [tea]", "words: []", "words: empty"),
        ("words: [tea]", "words: [137]", "words: a list of texts (a number needs quotes), not [137]"),
        ("words: [tea]", "words: [tea, tea]", "words: the same twice"),
        ("words: [tea]", "word: [tea]", "front matter: unknown or missing word, words"),
        ("words: [tea]", "words: [tea", "while parsing a flow sequence"),
        ("sources: [man 1 tea]", "sources: []", "sources: empty"),
        ("# 茶\n\n很短。\n\n", "", "a page begins with `# English title` and `# 中文标题`"),
        ("# 茶", "# Cha", "'Tea' and 'Cha' are not an English part and its Chinese one"),
        ("Short.", "短。", "'Tea' and '茶' are not an English part"),
        ("很短。\n", "很短。\n\n# Third\n", "has no third title"),
        ("Short.\n\n", "\n", "no opening under the en title"),
        ("## 怎么判断\n\n看 `$pod`。\n", "", "sections come in pairs"),
        ("## 怎么判断", "### 怎么判断", "neither `# title` nor `## heading`: ### 怎么判断"),
        ("Look at `$pod`.\n", "", "How to tell: no text in en"),
        ("Look at `$pod`.", "Look at `$pot`.", "nothing fills $pot"),
        ("get pod $pod", "get pod $secret", "nothing fills $secret"),
        ("```sh\n", "```bash\n", "怎么判断: a fenced block of one of sh, sh node"),
        ("$pod\n```\n", "$pod\n", "怎么判断: a fenced block without an end or without a line"),
        ("$pod\n```\n", "$pod\n```\nMore.\n", "or a heading, not 'More.'"),
        ("Look at `$pod`.\n", "Look.\n\n```sh\nls\n```\n", "How to tell: fenced blocks stand behind the Chinese text"),
        ("很短。\n", "很短。\n\n```sh\nls\n```\n", "a fenced block before the first section"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(was: str, becomes: str, complaint: str) -> None:
    """Each fault names the page and the place; nothing is dropped without a sound."""
    assert was in PAGE

    with pytest.raises(BadPage) as refused:
        read_page("tea", PAGE.replace(was, becomes, 1))

    assert str(refused.value).startswith("tea: ")
    assert complaint in str(refused.value)


def test_sections_come_in_pairs() -> None:
    """A heading without its other language is noticed."""
    with pytest.raises(BadPage, match="sections come in pairs"):
        read_page("tea", PAGE + "\n## Alone\n\nText.\n")


def test_two_sections_of_one_name_are_refused() -> None:
    """A reference `topic#section` means one section."""
    pair = "\n## How to tell\n\nText.\n\n## 又一节\n\n正文。\n"

    with pytest.raises(BadPage, match="two sections with the same heading"):
        read_page("tea", PAGE + pair)


def test_a_reference_to_no_page_is_refused(tmp_path) -> None:
    """A dead link stops the start."""
    (tmp_path / "tea.md").write_text(PAGE.replace("related: []", "related: [coffee]"), encoding="utf-8")

    with pytest.raises(BadPage, match="tea: related: no other page coffee"):
        load(tmp_path)


def test_a_page_is_read_whole() -> None:
    """Every part of the form arrives where it belongs."""
    page = read_page("tea", PAGE)
    (section,) = page.sections

    assert (page.topic, page.part, page.title, page.opening) == (
        "tea",
        "tools",
        Bilingual("Tea", "茶"),
        Bilingual("Short.", "很短。"),
    )
    assert (section.id, section.heading, section.text, section.fences) == (
        "how-to-tell",
        Bilingual("How to tell", "怎么判断"),
        Bilingual("Look at `$pod`.", "看 `$pod`。"),
        (CodeFence("look", "kubectl get pod $pod"),),
    )
    assert (page.words, page.related, page.causes, page.sources) == (("tea",), (), (), ("man 1 tea",))


@pytest.mark.parametrize("reference", ["", "nothing", "oom#nothing", "#which-of-the-two", "oom#"])
def test_a_reference_that_leads_nowhere_is_none(reference: str) -> None:
    """Only `topic` and `topic#section` lead to a page; `oom#` is the page."""
    found = GUIDE.find(reference)

    assert (found[0].topic if found else None) == ("oom" if reference == "oom#" else None)


@pytest.mark.parametrize("value", ["", "-n", "a b", "a;b", "$(id)", "a\nb", "`id`", "é", "x" * 301, "--all"])
def test_what_is_no_name_is_not_put_into_a_command(value: str) -> None:
    """A command is pasted into a shell: anything but a plain name becomes the placeholder's capital word."""
    assert filled("kubectl delete pod $pod", {"pod": value}) == "kubectl delete pod POD"


def test_known_names_are_filled() -> None:
    """What the answer knew stands in the command; what it did not know is easy to see."""
    names = {"namespace": "shop", "pod": "web-1", "node": "ip-10-0-0-1.eu.internal"}

    assert filled("$namespace $pod $node $container $1", names) == "shop web-1 ip-10-0-0-1.eu.internal CONTAINER $1"


def spans(text: str) -> set[str]:
    """What stands in backticks."""
    return set(re.findall(r"`([^`]+)`", text))


def texts(page: GuidePage) -> list[Bilingual]:
    """Every text of a page in both languages."""
    parts = [part for section in page.sections for part in (section.heading, section.text)]
    return [page.title, page.opening, *parts]


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_say_the_same(page: GuidePage) -> None:
    """Each text names the same things in code, and has as many list items and paragraphs, in both languages."""
    for text in texts(page):
        assert spans(text.en) == spans(text.zh)
        assert [line[:2] == "- " for line in text.en.splitlines() if line] == [
            line[:2] == "- " for line in text.zh.splitlines() if line
        ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_short(page: GuidePage) -> None:
    """Readable at 3 a.m.: an opening of a few lines, sections that fit one screen, no more than eight of them."""
    assert len(page.sections) <= 8
    for language, most in (("en", 330), ("zh", 170)):
        assert len(page.title.of(language)) <= 90
        assert len(page.opening.of(language)) <= most
    for section in page.sections:
        assert len(section.heading.en) <= 60
        assert len(section.text.en) <= 1200
        assert len(section.text.zh) <= 700
        assert all(len(line) <= 320 for fence in section.fences for line in fence.text.splitlines())


@pytest.mark.parametrize("page", PAGES)
def test_chinese_is_set_as_chinese(page: GuidePage) -> None:
    """Full-width punctuation between Chinese characters, and a space between Chinese and Latin words."""
    for text in texts(page):
        prose = re.sub(r"`[^`]*`", "`", text.zh)
        assert not re.search(r"[\u4e00-\u9fff][,;:!?()]", prose), prose
        assert not re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", prose), prose


@pytest.mark.parametrize("page", PAGES)
def test_blocks_that_look_only_look(page: GuidePage) -> None:
    """What changes something stands in a block that is labelled as a change."""
    for section in page.sections:
        for fence in section.fences:
            if fence.kind in ("look", "node"):
                for command in fence.text.splitlines():
                    assert LOOKS.match(command), command
                    assert not re.search(r"[;`]|\$\(|&&|>\s*/|\|\s*(sh|bash|xargs)\b", re.sub(r"'[^']*'", "", command))


@pytest.mark.parametrize("page", PAGES)
def test_commands_with_kubectl_are_not_for_the_node(page: GuidePage) -> None:
    """`On the node` is said of node tools only, and kubectl needs no node."""
    for section in page.sections:
        for fence in section.fences:
            runs_kubectl = {line.startswith("kubectl ") for line in fence.text.splitlines()}
            if fence.kind == "change":
                assert runs_kubectl == {True}
            if fence.kind in ("node", "node-change"):
                assert runs_kubectl == {False}


@pytest.mark.parametrize("page", PAGES)
def test_placeholders_are_those_an_answer_can_fill(page: GuidePage) -> None:
    """Nothing captured from the cluster, and no shell variable, stands in a command."""
    for section in page.sections:
        for fence in section.fences:
            outside = re.sub(r"'[^']*'", "", fence.text)
            assert set(re.findall(r"\$(\w+)", outside)) <= BUILT_IN


@pytest.mark.parametrize("page", PAGES)
def test_causes_named_are_there(page: GuidePage) -> None:
    """A page names causes by their ids."""
    assert set(page.causes) <= set(library().causes)


@pytest.mark.parametrize("page", PAGES)
def test_sources_can_be_looked_up(page: GuidePage) -> None:
    """An address, a path in a source tree, or a man page."""
    for source in page.sources:
        assert re.match(r"https://\S+$|man [1-8] \S+$|(kubernetes|kubectl|linux)/\S+", source), source


def test_every_page_can_be_reached_from_another() -> None:
    """No page is an island: some other page names it as related."""
    named = {topic for page in GUIDE.pages.values() for topic in page.related}

    assert set(GUIDE.pages) - named == set()


def test_every_part_and_kind_of_block_is_used() -> None:
    """The vocabulary holds nothing that no page needs."""
    assert {page.part for page in GUIDE.pages.values()} == set(PARTS)
    assert {
        fence.kind for page in GUIDE.pages.values() for section in page.sections for fence in section.fences
    } == set(FENCES.values())
