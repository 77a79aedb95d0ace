"""The ways to and from Slack.

In: `socket_mode.py` and `http_mode.py` serve the app; `interaction.py` says who did what where; `message_text.py` reads
the text of a message.
Out: `client.py` makes the Web API clients and waits for Slack; `call.py` makes one call and says what its failure
means; `respond.py` reaches one person by whichever way is still open.
"""
