"""kubectl's tables: `rows` with or without a header, and the STATUS column turned back into a pod's fields. Pure."""
