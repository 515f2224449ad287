"""Carries bulletins as short messages over the city's gateway, or simulates it."""
