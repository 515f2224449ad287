"""Floor 5: downloads that reproduce every published number."""
