"""From answers to Block Kit. Pure: no Slack client, no clock, no Redis.

- `answer.py` chooses the view of an answer: `report.py` (with `report_parts.py`, and its windows in `report_modal.py`),
  `choice.py`, `whokilled.py`; `shared.py` is an answer as the whole channel sees it
- `alert/`: incidents, `/oncall`, `/restarts`, `/whyalert`
- `exitcode.py`, `codes_table.py` (`/signal`, `/sysexits`), `guide.py`, `paste.py`, `home.py`: one command each
- `notices.py`: short answers such as "looking at ..." and refusals
- `words.py`, `guide_words.py`, `whokilled_words.py` and the same in `alert/`: every sentence, English and Chinese side
  by side
- `blocks/`: what Slack takes: rich text, buttons, windows, limits and escaping
"""
