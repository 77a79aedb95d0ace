"""The windows behind Snooze and Mute: for how long, and why. Pure."""

from typing import Any

from bot.views.alert import words
from bot.views.alert.parts import name_of
from bot.views.blocks.limits import MODAL_TITLE, Block, cut
from bot.views.blocks.rich import block, line, plain
from core.bilingual import Bilingual
from core.messages.incidents import Incident, StormIncident
from core.messages.model import Language

REASON = 200
SNOOZES: tuple[tuple[str, Bilingual], ...] = (("1", words.HOUR), ("8", words.HOURS_8), ("cause", words.CAUSE_CHANGES))
"""Hours, or until the cause changes."""
MUTES: tuple[tuple[str, Bilingual], ...] = (("24", words.DAY), ("168", words.WEEK), ("", words.FOR_EVER))
"""Hours; empty means for ever, and is sent as `0` because Slack refuses an empty value."""


def snooze(incident: Incident, language: Language) -> dict[str, Any]:
    """The window behind Snooze: for how long this incident is to be quiet."""
    intro = words.SNOOZE_WHAT.to(language, name=_name(incident, language))
    return _window("alert.snooze", words.SNOOZE_TITLE, intro, words.SNOOZE_HOW_LONG, SNOOZES, incident, language)


def mute(incident: Incident, language: Language) -> dict[str, Any]:
    """The window behind Mute: for how long this workload raises no alerts."""
    intro = words.MUTE_WHAT.to(language, name=_name(incident, language))
    return _window("alert.mute", words.MUTE_TITLE, intro, words.MUTE_HOW_LONG, MUTES, incident, language)


def submitted(view: dict[str, Any]) -> tuple[str, str, str]:
    """Incident id, choice and reason of a submitted window."""
    values = view["state"]["values"]
    choice = values["choice"]["choice"]["selected_option"]["value"]
    return view["private_metadata"], choice, (values["reason"]["reason"].get("value") or "").strip()[:REASON]


def _window(
    callback: str,
    title: Bilingual,
    intro: str,
    duration_label: Bilingual,
    choices: tuple[tuple[str, Bilingual], ...],
    incident: Incident,
    language: Language,
) -> dict[str, Any]:
    options = [{"text": _plain(label.to(language)), "value": value or "0"} for value, label in choices]
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": incident.id,
        "title": _plain(cut(title.to(language), MODAL_TITLE)),
        "submit": _plain(words.SAVE.to(language)),
        "close": _plain(words.CANCEL.to(language)),
        "blocks": [
            block(line(plain(intro))),
            _input(
                "choice",
                duration_label.to(language),
                {"type": "radio_buttons", "options": options, "initial_option": options[0]},
            ),
            _input(
                "reason",
                words.SNOOZE_REASON.to(language),
                {"type": "plain_text_input", "max_length": REASON},
                optional=True,
            ),
        ],
    }


def _input(name: str, label: str, element: Block, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "optional": optional,
        "element": {**element, "action_id": name},
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def _name(incident: Incident, language: Language) -> str:
    members = len(incident.member_ids) if isinstance(incident, StormIncident) else 0
    return name_of(incident) or words.WORKLOADS.to(language, count=members)
