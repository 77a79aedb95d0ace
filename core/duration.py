"""Lengths of time in words: `26 s`, `3 min`, `2 h`. Pure."""

from core.messages.model import Language

_UNITS = ((86_400, "d", "天"), (3600, "h", "小时"), (60, "min", "分钟"), (1, "s", "秒"))


def span(seconds: float, language: Language) -> str:
    """The largest unit of which there are at least two, rounded: 90 is `90 s`, 150 is `2 min`."""
    size, english, chinese = next((unit for unit in _UNITS if seconds >= 2 * unit[0]), _UNITS[-1])
    return f"{round(seconds / size)} {chinese if language == 'zh' else english}"
