"""A client of the standard for the tests: asks in both formats and reads both into the same shape."""

import json
from typing import Any

from defusedxml import ElementTree
from django.test import Client

from tests.cast import CATEGORY, IN_WARD

ROOT = "/open311/v2"
KEY = "k-of-the-tests"
GOOD = {
    "api_key": KEY,
    "service_code": CATEGORY,
    "lat": str(IN_WARD[0]),
    "long": str(IN_WARD[1]),
    "description": "Cống nghẹt, nước tràn vào nhà",
    "first_name": "Thử",
    "last_name": "Lê Thị",
    "phone": "0900000001",
    "email": "thu@example.org",
}
LISTS = {"services", "service_requests", "errors", "attributes", "values", "endpoints", "formats", "notes"}


def get(client: Client, path: str, **given: str) -> Any:
    return client.get(f"{ROOT}/{path}", given)


def post(client: Client, given: dict[str, str], form: str = "json", **headers: str) -> Any:
    return client.post(f"{ROOT}/requests.{form}", given, headers=headers)


def filed(client: Client, **changes: str) -> str:
    """The number of a report filed through the door."""
    answer = post(client, GOOD | changes)
    assert answer.status_code == 200, answer.content
    return str(answer.json()[0]["service_request_id"])


def read(answer: Any) -> Any:
    """The answer's content, XML in the shape of JSON with all values as text and empty ones left out."""
    if answer["Content-Type"].startswith("application/json"):
        return _plain(json.loads(answer.content))
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return _tree(ElementTree.fromstring(answer.content))


def _tree(element: Any) -> Any:
    if element.tag in LISTS:
        return [_tree(child) for child in element]
    if len(element):
        return {child.tag: value for child in element if (value := _tree(child)) not in ("", [])}
    return element.text or ""


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain for name, inner in value.items() if (plain := _plain(inner)) not in ("", [])}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
