"""An incident as blocks: its message, its parts, its windows, the messages that are about many. Pure."""
