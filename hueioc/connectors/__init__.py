"""Floor 6: one folder per outside system or standard: its language in, our facts out."""
