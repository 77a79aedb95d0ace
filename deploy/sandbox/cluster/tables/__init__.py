"""What `kubectl get` prints: objects as a server-side table. Pure."""

from deploy.sandbox.cluster.tables.table import table

__all__ = ["table"]
