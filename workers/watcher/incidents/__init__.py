"""Incidents from their first jump to their end, and the outbox that announces them."""
