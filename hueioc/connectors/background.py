"""Work of connectors that nobody asks for: each folder with `background` brings its own."""

from hueioc.connectors.registry import all_connectors

BACKGROUND = [
    task
    for connector in all_connectors()
    if (module := connector.module("background")) is not None
    for task in module.BACKGROUND
]
