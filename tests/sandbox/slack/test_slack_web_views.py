"""Views through the real slack_sdk client: validated, opened with a fresh trigger, published for one person."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.refusals import DIVIDER, LONG, refusal


def test_blocks_validate(slack: Any) -> None:
    """blocks.validate judges blocks, messages and views, and asks for exactly one of them."""
    client = slack.client()
    home = {"type": "home", "blocks": DIVIDER}

    assert client.blocks_validate(blocks=DIVIDER)["ok"]
    assert client.blocks_validate(message={"blocks": DIVIDER})["ok"]
    assert client.blocks_validate(view=home)["ok"]
    assert refusal(lambda: client.blocks_validate(blocks=LONG))["error"] == "invalid_blocks"
    assert refusal(lambda: client.blocks_validate(view={"type": "modal"}))["error"] == "invalid_arguments"
    assert refusal(lambda: client.blocks_validate(blocks=DIVIDER, view=home))["error"] == "invalid_arguments"


def test_views_need_a_fresh_trigger(slack: Any) -> None:
    """A trigger id nobody gave out opens nothing, and a broken view is refused with its place."""
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": DIVIDER}
    client = slack.client()

    assert refusal(lambda: client.views_open(trigger_id="1.2.3", view=view))["error"] == "invalid_trigger_id"
    assert refusal(lambda: client.views_update(view_id="V1", view=view))["error"] == "not_found"
    assert refusal(lambda: client.views_publish(user_id="U0", view=view))["error"] == "user_not_found"
    answer = refusal(lambda: client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": LONG}))
    assert answer["errors"] == ["must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"]


def test_home_is_published_for_one_person(slack: Any) -> None:
    """A person's App Home is theirs, keeps its id, and an outdated hash is refused."""
    client = slack.client()
    first = client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER})["view"]
    second = client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER}, hash=first["hash"])["view"]
    late = refusal(
        lambda: client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER}, hash=first["hash"])
    )

    assert first["id"] == second["id"]
    assert late["error"] == "hash_conflict"
    assert slack.state("U0MEI")["home"] == second
    assert slack.state("U0SAM")["home"] is None
