"""Questions on their way in and answers on their way out, each delivered once.

- `ask.py`: from what somebody typed or pressed to a question in the queue
- `queue.py`: puts questions into Redis, and looks answers up again
- `sweep.py`: once a second moves every question past its deadline one step on
- `deliver.py`: the RQ job that posts one answer; who dies when, and what happens then
- `share.py`: an answer into the channel, for everyone
"""
