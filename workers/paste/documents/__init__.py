"""YAML and JSON, whole or cut, and which objects they are pieces of. Pure."""
