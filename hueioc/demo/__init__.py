"""Floor 6: a synthetic day of the city, played through the public commands at a visible pace, marked as demo."""
