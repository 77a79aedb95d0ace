"""The whole thing on one machine: a local Slack, a local cluster, an embedded Redis. Production must not import it."""
