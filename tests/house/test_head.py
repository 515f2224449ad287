"""A question for the head of a page is answered like one for the page: link checkers and monitors ask that way."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.cast import Cast

pytestmark = pytest.mark.once


def _paths(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Every address of the house without a variable part."""
    for entry in patterns:
        route = str(entry.pattern)
        if any(mark in route for mark in "<(^"):
            continue
        if isinstance(entry, URLPattern):
            yield before + route
        else:
            yield from _paths(entry.url_patterns, before + route)


@pytest.mark.parametrize("who", ["", "owner", "officer", "operator", "leader", "admin"])
def test_whoever_may_get_a_page_may_ask_for_its_head(cast: Cast, who: str) -> None:
    client = Client()
    if who:
        client.force_login(cast.accounts[who])
    paths = sorted(set(_paths(get_resolver().url_patterns)))
    assert {"/", "/report/", "/reports/", "/map/", "/me/", "/sw.js", "/api/v1/categories"} <= set(paths)
    others = {}
    for path in paths:
        asked, head = client.get(path).status_code, client.head(path)
        if head.status_code != asked or b"".join(head):
            others[path] = (asked, head.status_code)
    assert others == {}
