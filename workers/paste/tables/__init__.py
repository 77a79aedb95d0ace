"""kubectl's tables, and its STATUS column turned back into a pod's fields. Pure."""
