"""Hot paths of the connectors: each folder with `gate` brings its own below the address of its manifest."""

from hueioc.connectors.registry import all_connectors

ROUTES = [
    (method, f"/{connector.manifest.mount}{path}", handler)
    for connector in all_connectors()
    if connector.manifest.mount and (module := connector.module("gate")) is not None
    for method, path, handler in module.ROUTES
]
