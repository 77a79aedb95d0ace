"""What the Web API tests share: blocks right and wrong, and the answer behind the SDK's error."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

DIVIDER = [{"type": "divider"}]
LONG = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]


def refusal(call: Any) -> dict[str, Any]:
    """The answer that the SDK raised as an error."""
    with pytest.raises(SlackApiError) as caught:
        call()
    return dict(caught.value.response.data)
