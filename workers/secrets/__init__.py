"""What a secret looks like in text: tables of rules, each with its source. Pure data; `workers.redact` applies them."""
