"""Floor 4: the handbook: how work is done here, written by the unit that knows, read by all staff, kept up to date."""
