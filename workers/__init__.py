"""What happens in the cluster. Knows Kubernetes, never Slack."""
