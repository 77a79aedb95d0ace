"""From answers to Block Kit. Pure: no Slack client, no clock, no Redis; words, limits and escaping live here."""
