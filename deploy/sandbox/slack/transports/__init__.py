"""How payloads reach the app and what it answers: over HTTP, over Socket Mode, with faults and repeats."""
