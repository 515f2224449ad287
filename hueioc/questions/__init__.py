"""Floor 4: questions between the two tiers: a ward asks, the department of the field answers, every ward reads it."""
