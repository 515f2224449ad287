"""Floor 6: past or invented nights replayed through the public doors of an installation for exercises, and judged."""
