"""The ways to and from Slack: its Web API, Socket Mode, HTTP, and what one interaction says."""
