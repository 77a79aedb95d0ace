"""What a person does on the page, as the payloads Slack would send."""
