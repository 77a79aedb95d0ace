"""A local Slack workspace for one app: the real protocol both ways, on one aiohttp server.

Production must not import it.

Where it knowingly differs from Slack:

- Stricter: a message with blocks but without `text` is refused (`no_text`), and so are an overflow menu with one option
  and empty markdown. Cards, carousels, plans, task cards, videos and files are not known (`unsupported type`).
- Kinder: a response_url from a slash command can replace the note the command was acknowledged with. Developers report
  that Slack posts a second note instead (github.com/slackapi/bolt-python/issues/1268), so nothing may depend on it.
- Text after a slash command reaches the app as typed; attachments, unfurling and message events do not exist.
- Everyone is in every channel, the app is in those it is a member of, and there are no private channels.
"""
