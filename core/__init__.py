"""What the bot and the workers both stand on: Redis, queues, health, logs, settings. Knows no Slack, no Kubernetes."""
