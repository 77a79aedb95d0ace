"""One file a feature: each parses what Slack sent, asks, acknowledges. It must neither draw nor do the work.

Commands: `whypod`, `exitcode`, `codes` (`/signal`, `/sysexits`), `whokilled`, `podguide`, `oncall`, `restarts`,
`whyalert`.
Under an answer: `report` (its buttons), `choice` (one pod of several). Under an alert: `alerts`.
Text: `paste` (`/whypod paste`), `explain` (the message shortcut). The reader: `language`, `home` (the App Home).
"""

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
"""Every feature; each has `register(app, context)`. The order does not matter: no two listen to the same thing."""
