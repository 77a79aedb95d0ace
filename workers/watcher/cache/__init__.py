"""What the watcher knows of pods, containers, owners and nodes, as the watch told it. It decides nothing."""
