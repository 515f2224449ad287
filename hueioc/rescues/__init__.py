"""Floor 4: calls for rescue from any channel, until the people are safe and the family knows."""
