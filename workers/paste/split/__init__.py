"""From one text to lines and segments: transport taken off, wrapped lines joined, forms told apart. Pure."""
