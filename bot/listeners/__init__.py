"""One file a feature: each parses what Slack sent, asks, acknowledges. It must neither draw nor do the work."""

from bot.listeners import (
    alerts,
    choice,
    codes,
    exitcode,
    explain,
    home,
    language,
    oncall,
    paste,
    podguide,
    report,
    restarts,
    whokilled,
    whyalert,
    whypod,
)

FEATURES = (
    exitcode,
    codes,
    whypod,
    whokilled,
    podguide,
    paste,
    explain,
    language,
    choice,
    report,
    home,
    alerts,
    oncall,
    restarts,
    whyalert,
)
"""Every feature; each has `register(app, desk)`. The order does not matter: no two listen to the same thing."""
