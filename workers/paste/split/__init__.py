"""From one text to segments: `clean` and `unwrap` undo transport, `forms` knows a line's form, `segment` cuts. Pure."""
