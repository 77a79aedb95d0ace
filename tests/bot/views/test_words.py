"""The bot's sentences, in all its files of words."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from bot.views import guide_words, whokilled_words, words
from bot.views.alert import command_words
from bot.views.alert import words as alert_words
from core.bilingual import Bilingual

MODULES = (words, alert_words, command_words, guide_words, whokilled_words)


def sentences(module: ModuleType) -> Iterator[tuple[str, Bilingual]]:
    """Every sentence of the module, also those in mappings and tables."""
    for name, value in vars(module).items():
        key = f"{module.__name__.removeprefix('bot.views.')}.{name}"
        if isinstance(value, Bilingual):
            yield key, value
        elif isinstance(value, dict) and name.isupper():
            yield from ((f"{key}[{word}]", sentence) for word, sentence in value.items())
        elif isinstance(value, tuple) and name.isupper():
            yield from ((f"{key}[{word}]", sentence) for word, sentence in value)


ALL = {name: sentence for module in MODULES for name, sentence in sentences(module)}


@pytest.mark.parametrize("name", ALL)
def test_both_languages_fill_the_same_names(name: str) -> None:
    """A placeholder that only one language has would be missing, or a KeyError, for the other's readers."""
    english, chinese = ({part[1] for part in Formatter().parse(text)} - {None} for text in (ALL[name].en, ALL[name].zh))

    assert english == chinese


@pytest.mark.parametrize("name", ALL)
def test_each_language_is_written_in_its_own_script(name: str) -> None:
    """No sentence was left untranslated, apart from Kubernetes' own words."""
    english, chinese = ALL[name].en, ALL[name].zh

    assert english and not re.search("[\u4e00-\u9fff]", english)
    assert re.search("[\u4e00-\u9fff]", chinese) or chinese in {"condition", "spec"}


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_is_left_over(module: ModuleType) -> None:
    """Words nobody says any more would still be translated and reviewed."""
    bot = Path(words.__file__).parents[1]
    code = "".join(path.read_text(encoding="utf-8") for path in bot.rglob("*.py"))
    names = [name for name in vars(module) if name.isupper()]

    assert names
    assert [name for name in names if not re.search(rf"\b\w+\.{name}\b", code)] == []
