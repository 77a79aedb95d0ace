"""The name nearest to words nobody understands; pure, and must not be sure of it."""

from __future__ import annotations

from difflib import get_close_matches

from knowledge.codes.names import known

# Names longer than this are none of ours, and difflib's time grows with the square of the length.
LONGEST_WORD, MOST_WORDS = 40, 12
# Words of every second question that are near to a name and never meant as one: `container` to SIGCONT.
ORDINARY = frozenset({"container", "containers", "code", "codes", "status", "version", "process", "program"})
# Below this likeness a guess is an insult: `banana` is nearer to nothing than to SIGABRT.
CLOSE_ENOUGH = 0.66
# In a sentence most words are plain English: only a slip in a name is meant as one.
NEARLY_THE_SAME = 0.8


def nearest(text: str, *, in_a_sentence: bool = False) -> str | None:
    """What was probably meant, as it can be typed, or None."""
    names = {name: meant for name, meant in known().items() if name.isascii()}
    words = text.lower().split()[:MOST_WORDS]
    likeness = NEARLY_THE_SAME if in_a_sentence else CLOSE_ENOUGH
    for word in words:
        bare = word.strip(".,;:!?()[]{}<>\"'`")
        digits = "".join(character for character in bare if character in "0123456789")
        if digits and len(digits) <= 3 and len(digits) * 2 > len(bare):
            return digits
        if 3 < len(bare) <= LONGEST_WORD and bare not in ORDINARY:
            for close in get_close_matches(bare, names, n=1, cutoff=likeness):
                return names[close].name
    return None
