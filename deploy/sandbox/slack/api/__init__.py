"""The Slack Web API methods the app may call. They change the workspace and must not talk to the app themselves."""
