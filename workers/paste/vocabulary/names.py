"""Lists of names, written as one text so that they can be read. Pure."""


def names(text: str) -> frozenset[str]:
    """The names in `text`, which stand apart by spaces or, where a name holds spaces itself, by bars and lines."""
    if "|" in text:
        return frozenset(name.strip() for name in text.replace("\n", "|").split("|") if name.strip())
    return frozenset(text.split())
