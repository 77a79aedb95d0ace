"""Incidents in Slack: what each message has to become, and the jobs that make it so."""
