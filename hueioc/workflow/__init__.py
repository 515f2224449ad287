"""Floor 3: what all work shares: item, phase, parts of units, deadlines, hand-over, links, the service catalogue."""
