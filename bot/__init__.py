"""What people see. Knows Slack, never Kubernetes.

Two processes, each `python -m bot` with its settings read in `__main__.py`:
- `app.py` listens: `listeners/` (a file a feature) parse what Slack sent and acknowledge it; `errors.py` answers when
  one breaks. `context.py` is what they all work with: Redis, `language.py` (who reads what), `access.py` (who may ask).
- `poster.py` posts: answers to questions (`answers/`) and incidents (`alerts/`).

Both stand on `slack/` (its Web API, Socket Mode, HTTP) and on `views/`, which turn answers and incidents into blocks.
`routing.py` says where an alert goes, `metrics.py` what Prometheus learns.
"""
