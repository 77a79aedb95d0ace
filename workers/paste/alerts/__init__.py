"""Alerts that were pasted: `read` finds their names and labels in the texts of alerting systems. Pure."""
