"""Pictures of a log as numbers of SVG: the page holds them, they print, and each has a table beside it."""
