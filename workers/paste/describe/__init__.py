"""`kubectl describe`: `reader` goes through its lines, `keys` knows its fields, `values` and `objects` build. Pure."""
