"""Floor 6: when this fact appears or that hour strikes, give that command."""
