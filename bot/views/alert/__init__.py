"""Incidents as blocks. Pure.

- `message.py`: the one message of an incident (open, in hand, over) and the replies in its thread
- `parts.py`: what that message is made of, the buttons among it · `words.py`: every sentence
- `storm.py`: messages that are not about one workload: a storm, a stale watch, a restarted node, the digest
- `modal.py`: the windows behind Snooze and Mute
- `oncall.py`: `/oncall` and the App Home · `restarts.py`: `/restarts` and `/whyalert` · `command_words.py`: their words
"""
