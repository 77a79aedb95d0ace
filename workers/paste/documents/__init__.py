"""YAML and JSON, whole or cut: `yaml` and `json` read loosely, `fragments` knows which object a piece is of. Pure."""
