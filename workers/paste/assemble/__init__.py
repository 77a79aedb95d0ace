"""Everything found in a paste put together: one snapshot a pod. Pure."""
