"""Floor 5: who must be told, on which channel, with proof of delivery."""
