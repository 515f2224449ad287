"""Floor 5: counts and rates, each with numerator, denominator, definition and date."""
