"""Slack's building blocks within its limits, whatever their text. Pure.

- `message.py`: text and blocks of one message · `modal.py`: a window
- `rich.py`: rich text, in which Slack interprets nothing · `markdown.py`: the catalogue's Markdown as rich text
- `buttons.py`: buttons and what they carry · `sparkline.py`: counts over time as a line of bars
- `limits.py`: Slack's limits, and how foreign text is made harmless
"""
