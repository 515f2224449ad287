"""Pure arithmetic of maps: tiles, grids and the binary form of vector tiles."""
