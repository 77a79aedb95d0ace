"""The rich_text block: sections, lists, quotes, preformatted text, and what stands in them. Pure: shapes only."""

from __future__ import annotations

from deploy.sandbox.slack.blocks.rules import BlockShape, FieldRule, flag, items, string, variants, whole, word

# No limit of its own is documented for a run of text; the length of all blocks together bounds it (see blocks.py).
RUN = 13_200
ELEMENTS_MOST = 1000
"""Runs in one section; not documented, far beyond any message that could still be read."""

STYLE = BlockShape(
    may=dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), flag
    )
)


def _part(needs: dict[str, FieldRule], may: dict[str, FieldRule] | None = None) -> FieldRule:
    return BlockShape(needs=needs, may={**(may or {}), "style": STYLE})


PARTS: dict[str, FieldRule] = {
    # An empty run is refused: "must be more than 0 characters".
    "text": _part({"text": string(RUN)}),
    "link": _part({"url": string(3000)}, {"text": string(RUN), "unsafe": flag}),
    "emoji": _part({"name": string(255)}, {"unicode": string(255), "skin_tone": whole(1, 6)}),
    "user": _part({"user_id": string(255)}),
    "channel": _part({"channel_id": string(255)}),
    "usergroup": _part({"usergroup_id": string(255)}),
    "team": _part({"team_id": string(255)}),
    "broadcast": _part({"range": word("here", "channel", "everyone")}),
    "color": _part({"value": string(7, pattern=r"#[0-9a-fA-F]{6}")}),
    "date": _part(
        # Unix seconds up to the end of the year 9999.
        {"timestamp": whole(0, 253_402_300_799), "format": string(255)},
        {"url": string(3000), "fallback": string(RUN), "link": string(3000)},
    ),
}
RUNS = items(variants(PARTS), least=0, most=ELEMENTS_MOST)
PLAIN_RUNS = items(variants(PARTS, only=("text", "link")), least=0, most=ELEMENTS_MOST)
BORDER: dict[str, FieldRule] = {"border": whole(0, 1)}
SECTION = BlockShape(needs={"elements": RUNS})
GROUPS: dict[str, FieldRule] = {
    "rich_text_section": SECTION,
    "rich_text_quote": BlockShape(needs={"elements": RUNS}, may=BORDER),
    "rich_text_preformatted": BlockShape(needs={"elements": PLAIN_RUNS}, may={**BORDER, "language": string(255)}),
    "rich_text_list": BlockShape(
        needs={
            "style": word("bullet", "ordered"),
            "elements": items(variants({"rich_text_section": SECTION}), most=ELEMENTS_MOST),
        },
        may={**BORDER, "indent": whole(0, 8), "offset": whole(0, 1_000_000)},
    ),
}
RICH_TEXT = BlockShape(
    needs={"elements": items(variants(GROUPS), most=ELEMENTS_MOST)}, may={"block_id": string(255, least=0)}
)
