"""Words that every room of the paste reader shares: `ages` and times, `kinds` of objects, lists of `names`. Pure."""
