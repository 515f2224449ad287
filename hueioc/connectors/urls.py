"""Addresses of connectors: each folder with `urls` is mounted where its manifest says."""

from django.urls import URLPattern, URLResolver, include, path

from hueioc.connectors.registry import all_connectors

urlpatterns: list[URLPattern | URLResolver] = [
    path(connector.manifest.mount, include(module))
    for connector in all_connectors()
    if connector.manifest.mount and (module := connector.module("urls")) is not None
]
