"""Each segment read by its form into one Parsed: `gather` chooses; `documents`, `rows`, `journal`, `text` add. Pure."""
