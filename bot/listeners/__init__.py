"""One file a feature: each parses what Slack sent, asks, acknowledges. It must neither draw nor do the work."""

from bot.listeners import choice, exitcode, explain, home, language, paste, podguide, report, whypod

FEATURES = (exitcode, whypod, podguide, paste, explain, language, choice, report, home)
"""Every feature; each has `register(app, desk)`. The order does not matter: no two listen to the same thing."""
