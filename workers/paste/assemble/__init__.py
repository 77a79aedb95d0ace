"""Everything said of one pod brought together: `subject`, its `surroundings`, the `clock`, `snapshots`. Pure."""
