"""Whether Slack would take these blocks: its limits and rules, and the text they show. It renders nothing."""
