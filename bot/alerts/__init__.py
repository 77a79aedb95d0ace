"""Incidents in Slack: one message for each, kept as the incident is.

- `poster.py`: the RQ job that brings one incident's message up to date; who dies when, and what happens then
- `claim.py`: one poster at a time: a lease on an incident, under which its notes in Redis are written
- `reconcile.py`: which call comes next, by comparing the incident with what Slack shows (pure)
- `sweep.py`: every two seconds wakes the poster for whatever Slack does not show yet
- `lookup.py`: whether a message that may or may not have been posted is there
- `digest.py`: the RQ job for what came and went in the quiet hours
- `store.py`: what listeners read of incidents in Redis, and what people did with them
"""
