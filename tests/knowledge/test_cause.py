"""A cause file is read strictly: every fault names the file and the field, and nothing is dropped without a sound."""

import pytest

from knowledge.cause import Alternative, BadCause, read_cause
from knowledge.when import Group, clause

GOOD = """---
confidence: certain
when:
  all:
    - event: {message: 'image "(?P<image>[^"]+)" is gone'}
beats: []
source: own
---
# Image $image is gone
Nobody has `$image`.

More about it.

# 镜像 $image 不见了
哪里都没有 `$image`。

更多说明。

# Next
```sh
# a comment is no heading
kubectl -n $namespace get pod $pod
```

# Change
```sh
kubectl -n $namespace delete pod $pod
```

# Examples
## Fires: gone
```yaml
events: [{message: 'image "a" is gone'}]
```
## Silent: there
```yaml
events: []
```
"""


def test_a_good_file_is_read_whole() -> None:
    """Prose in both languages, commands that look and commands that change, examples."""
    cause = read_cause("image.gone", GOOD)

    assert cause.prose["en"].summary == "Nobody has `$image`."
    assert cause.prose["zh"].more == "更多说明。"
    assert cause.look == ("kubectl -n $namespace get pod $pod",)
    assert cause.change == ("kubectl -n $namespace delete pod $pod",)
    assert [(example.name, example.fires) for example in cause.examples] == [("gone", True), ("there", False)]
    assert (cause.counts_as, cause.family) == ("image.gone", "image")
    assert [(each.confidence, each.fallback) for each in cause.alternatives] == [("certain", False)]


def test_an_alternative_is_as_sure_as_what_it_looks_at() -> None:
    """A list of clauses: each with a confidence of its own, that of the front matter where it has none."""
    text = GOOD.replace(
        """when:
  all:
    - event: {message: 'image "(?P<image>[^"]+)" is gone'}
""",
        """when:
  - event: {message: 'image "(?P<image>[^"]+)" is gone'}
  - confidence: possible
    fallback: true
    says: no image (?P<image>a)
""",
    )
    cause = read_cause("image.gone", text)
    event, words = (
        clause({"event": {"message": 'image "(?P<image>[^"]+)" is gone'}}),
        clause({"says": "no image (?P<image>a)"}),
    )

    assert cause.alternatives == (Alternative(event, "certain", False), Alternative(words, "possible", True))
    assert cause.when == Group("any", (event, words))
    with pytest.raises(BadCause, match=r"image.gone: when.1: a clause is one key with its value"):
        read_cause("image.gone", text.replace("fallback: true", "fallbak: true"))
    with pytest.raises(BadCause, match=r"image.gone: when.1.says.nowhere: no such field"):
        read_cause("image.gone", text.replace("says: no image (?P<image>a)", "says: {nowhere: a}"))


def test_what_may_be_left_out_needs_no_value() -> None:
    """A part of a sentence in braces; the rest has to be filled whichever way the clauses are met."""
    text = GOOD.replace("Image $image is gone", "It is gone{: $image}").replace(
        "镜像 $image 不见了", "镜像不见了{：$image}"
    )
    text = text.replace("Nobody has `$image`.", "Nobody has it.").replace("哪里都没有 `$image`。", "哪里都没有。")
    cause = read_cause("image.gone", text.replace("(?P<image>", "("))

    assert cause.placeholders() == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("confidence: certain", "confidence: sure", "confidence: one of certain, likely, possible"),
        (
            "beats: []",
            "beatz: []",
            "unknown key beatz; there are when, confidence, fallback, is, beats, yields, rivals, guide",
        ),
        ("beats: []", "beats: run.liveness", "beats: a list of ids, not 'run.liveness'"),
        ("when:", "whem:", "unknown key whem"),
        ("beats: []", "looks-like: [one]", "looks-like: a sentence, not"),
        ("# Next", "# Nxet", "nothing under the heading|unknown heading|quote different"),
        ("## Silent: there", "## Silnet: there", "2 headings under Examples, but 1"),
        ("# 镜像 $image 不见了", "# Zwei", "no section in Chinese"),
        ("哪里都没有 `$image`。", "哪里都没有。", None),
        (
            "# 镜像 $image 不见了\n哪里都没有 `$image`。",
            "# 镜像不见了\n哪里都没有。",
            "languages quote different names",
        ),
        ("(?P<image>", "(?P<other>", r"nothing fills \$image"),
        ("event: {message", "evnet: {message", "when.all.0: no clause is called 'evnet'"),
        ('image "(?P<image>[^"]+)"', "image (", "when.all.0.event.message: not a regex"),
        ("---\nconf", "--\nconf", "front matter"),
    ],
)
def test_a_fault_is_named(old: str, new: str, said: str | None) -> None:
    """Each kind of slip an author makes stops the load, with the id and what is wrong; the harmless one does not."""
    text = GOOD.replace(old, new)
    assert text != GOOD

    if said is None:
        assert read_cause("image.gone", text).id == "image.gone"
        return
    with pytest.raises(BadCause, match=said) as caught:
        read_cause("image.gone", text)
    assert str(caught.value).startswith("image.gone: ")
