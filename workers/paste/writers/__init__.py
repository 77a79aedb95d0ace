"""Who wrote a line: `program` and the `prefixes` of log tools, the `node`, a `person`; `tellers` of facts. Pure."""
