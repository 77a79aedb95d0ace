"""From what is cached to decisions: rules, thresholds and who applies them."""
