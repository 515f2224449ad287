"""A real file of another city's 311 system, the city pack for it, and what the product says about it."""
