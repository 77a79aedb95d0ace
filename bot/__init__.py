"""What people see. Knows Slack, never Kubernetes."""
