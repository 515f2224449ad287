"""Floor 2: areas with dates of validity, addresses, asset layers; the only room that knows the geometry engine."""
