"""A sentence in both languages, and the typography of each: colons, brackets, what stands between two sentences.

Pure, and as quick to import as a module can be: the shell command `exitcode` reads its tables through it.
"""

from __future__ import annotations

from core.record import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.messages.model import Language


class Bilingual(Frozen):
    """One sentence, or a word, in English and in Chinese. Placeholders, `{names}` or `$names`, are the same in both."""

    en: str
    zh: str

    def __init__(self, en: str, zh: str) -> None:
        self.__dict__.update(en=en, zh=zh)  # made for every reading of every code: without the checks of `Frozen`

    def of(self, language: Language) -> str:
        """The sentence in one language, as it stands."""
        return self.zh if language == "zh" else self.en

    def to(self, language: Language, **values: object) -> str:
        """The sentence for one reader, its `{names}` filled; a KeyError where one is missing.

        A backtick in a value becomes an apostrophe: it would end a `code` span.
        """
        safe = {name: str(value).replace("`", "'") for name, value in values.items()}
        return self.of(language).format(**safe)


COLON = Bilingual(": ", "：")
"""Between a label and what it labels. Chinese punctuation is as wide as a character and brings its own blank."""
FINAL_COLON = Bilingual(":", "：")
"""At the end of a line."""
COMMA = Bilingual(", ", "，")
"""Between the parts of a sentence."""
LIST_COMMA = Bilingual(", ", "、")
"""Between the names of a list: Chinese has a comma of its own for that."""
STOP = Bilingual(". ", "。")
"""Between two sentences, of which the first has no full stop of its own."""
BETWEEN_SENTENCES = Bilingual(" ", "")
QUESTION_MARK = Bilingual("?", "？")
_IN_BRACKETS = Bilingual(" ({})", "（{}）")


def in_brackets(text: str, language: Language) -> str:
    """` (text)`, `（text）`: to be put behind a word."""
    return _IN_BRACKETS.of(language).format(text)
