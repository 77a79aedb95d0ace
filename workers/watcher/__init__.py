"""Restart counts over time. Knows pods and Redis, never Slack."""
