"""Floor 5: pushes new facts to open screens as server-sent events, each screen only what it may see."""
