"""Interactive elements inside blocks: finding them, reading choices, filling the state of a view.

Pure: it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploy.sandbox.json import Json

CHOICE = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
}
"""The field in which each stateful element reports what was chosen (docs.slack.dev, block elements)."""
INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_channel": "initial_channel",
    "selected_conversation": "initial_conversation",
}
STATELESS = {"button": None, "overflow": "selected_option", "feedback_buttons": "value", "icon_button": None}
SHORTEST_NEEDED = "Please complete this required field."


class NoSuchElement(LookupError):
    """The pressed element or chosen option is not in these blocks."""


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) that a person can use."""
    for block in blocks:
        if block["type"] == "container":
            yield from elements(block.get("child_blocks", []))
        listed = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        for element in [*listed, block.get("accessory"), block.get("element"), *(block.get("actions") or [])]:
            if isinstance(element, dict) and (element["type"] in CHOICE or element["type"] in STATELESS):
                yield block, element


def action_in(blocks: list[Json], pressed: Json, action_ts: str) -> Json:
    """The action as Slack reports it, checked against the blocks it was taken from. Raises NoSuchElement."""
    for block, element in elements(blocks):
        if (block.get("block_id"), element.get("action_id")) != (pressed.get("block_id"), pressed.get("action_id")):
            continue
        kind = element["type"]
        action = {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "type": kind,
            "action_ts": action_ts,
        }
        for copied in ("text", "value", "style", "url", "placeholder"):
            if copied in element:
                action[copied] = element[copied]
        field = CHOICE.get(kind) or STATELESS.get(kind)
        if kind == "feedback_buttons":
            return action | _feedback(element, pressed)
        return action | {field: chosen(element, field, pressed.get(field))} if field else action
    raise NoSuchElement(f"no element {pressed.get('action_id')!r} in block {pressed.get('block_id')!r}")


def _feedback(element: Json, state: Json) -> Json:
    for side in ("positive_button", "negative_button"):
        if element[side]["value"] == state.get("value"):
            return {"value": element[side]["value"], "text": element[side]["text"]}
    raise NoSuchElement(f"no feedback button with value {state.get('value')!r}")


def chosen(element: Json, field: str, value: Any) -> Any:
    """What was chosen, with options given in full however short they came. Raises NoSuchElement."""
    if value is None:
        return None
    if field == "selected_options" and isinstance(value, list):
        return [_option(element, option) for option in value]
    if field == "selected_option":
        return _option(element, value)
    if isinstance(value, str):
        return value
    raise NoSuchElement(f"{field} of {element['action_id']!r} cannot be {value!r:.100}")


def _option(element: Json, choice: Any) -> Json:
    value = choice.get("value") if isinstance(choice, dict) else choice
    groups = [group["options"] for group in element.get("option_groups") or []]
    for options in [element.get("options") or [], *groups]:
        for option in options:
            if option.get("value") == value:
                return dict(option)
    raise NoSuchElement(f"no option with value {value!r:.100}")


def filled(blocks: list[Json], state: Json, before: Json) -> Json:
    """The `state.values` of a view or message: what was given now, else before, else the element's initial value."""
    values: Json = {}
    for block, element in elements(blocks):
        field = CHOICE.get(element["type"])
        if field is None:
            continue
        place = (block["block_id"], element["action_id"])
        now = state.get(place[0], {}).get(place[1])
        earlier = before.get(place[0], {}).get(place[1])
        if now is not None:
            value = chosen(element, field, now.get(field))
        else:
            value = earlier.get(field) if earlier is not None else element.get(INITIAL[field])
        empty: Any = [] if field == "selected_options" else None
        values.setdefault(place[0], {})[place[1]] = {"type": element["type"], field: value or empty}
    return values


def complaints(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself holds against a form before the app sees it, by block_id."""
    wrong: dict[str, str] = {}
    for block, element in elements(blocks):
        field = CHOICE.get(element["type"])
        if block["type"] != "input" or field is None:
            continue
        value = values[block["block_id"]][element["action_id"]][field]
        complaint = _complaint(element, value, optional=bool(block.get("optional")))
        if complaint:
            wrong[block["block_id"]] = complaint
    return wrong


def _complaint(element: Json, value: Any, *, optional: bool) -> str:
    if not value:
        return "" if optional else SHORTEST_NEEDED
    if element["type"] != "plain_text_input":
        return ""
    if len(value) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    # 3000 is the most Slack takes from a text input whatever its max_length (docs.slack.dev, plain_text_input).
    most = element.get("max_length", 3000)
    return f"Please use at most {most} characters." if len(value) > most else ""
