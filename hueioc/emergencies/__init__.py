"""Floor 4: the switch to flood night, and what officers say of roads, schools and power while it lasts."""
