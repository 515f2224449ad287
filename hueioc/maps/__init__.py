"""Floor 5: pins of all work plus sector layers, as vector tiles and GeoJSON."""
