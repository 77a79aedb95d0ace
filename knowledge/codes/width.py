"""Width and line breaks of text in a terminal, where a Chinese character takes two columns. Pure."""

from __future__ import annotations

# A code span is marked with this instead of a backtick where it will be colored: it takes no column.
MARK = "\x01"
# Chinese punctuation that must not begin a line.
CLOSING = "，。；：、！？）”’》】"


def width(text: str) -> int:
    """How many columns a terminal needs for this text."""
    plain = text.replace(MARK, "")
    if plain.isascii():
        return len(plain)
    return sum(_width_of(character) for character in plain)


def _width_of(character: str) -> int:
    if character.isascii():
        return 1
    import unicodedata

    if unicodedata.combining(character):
        return 0
    # Wide and full-width take two; ambiguous ones (·, …, −) take one in every terminal that is not set to a
    # legacy East Asian width.
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it up to this many columns."""
    return text + " " * max(0, columns - width(text))


def lines(text: str, columns: int) -> list[str]:
    """The text broken to lines of at most this many columns: between words, and between any two Chinese characters."""
    broken: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > columns:
            broken.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while width(line) > columns and " " not in line.strip() and line.isascii():
            broken.append(line[:columns])
            line = line[columns:]
    return [*broken, line.rstrip()] if line.strip() else broken or [""]


def _pieces(text: str) -> list[str]:
    """Words with the space behind them; each wide character by itself, with the punctuation that closes it."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if character in CLOSING and (word or pieces):
            pieces.append((word or pieces.pop()) + character)
            word = ""
        elif _width_of(character) == 2:
            pieces += [word, character] if word else [character]
            word = ""
        else:
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
    return [*pieces, word] if word else pieces
