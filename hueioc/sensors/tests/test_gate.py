"""The hot path of readings, driven as a server drives it: kept and answered, or passed on to the site."""

import asyncio
import json
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

import pytest

from hueioc.lib import clock
from hueioc.lib.hot import PassOn
from hueioc.sensors.gate import take
from hueioc.sensors.queries import newest_values
from hueioc.sensors.tests.people import KEY, RIVER

# The batch is kept by a thread of its own, which on PostgreSQL would not share the test's transaction.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def _post(body: Any, **headers: str) -> tuple[int, Any]:
    given = {"authorization": f"Bearer {KEY}", "content-type": "application/json", **headers}
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "path": "/api/v1/readings",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent: list[Any] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": text, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(take(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


@pytest.mark.usefixtures("readings")
def test_a_batch_is_kept_and_answered_with_what_was_refused() -> None:
    now = clock.now()
    body = [{"series": RIVER, "ts": (now - timedelta(minutes=n)).isoformat(), "value": 0.5} for n in range(50)]
    status, found = _post([*body, {"series": "nobody", "ts": now.isoformat(), "value": 1}])
    assert (status, found["new"], [one["place"] for one in found["refused"]]) == (200, 50, [50])
    assert _post(body)[1]["known"] == 50
    assert newest_values([RIVER])[RIVER].value == 0.5
    assert _post(b"{")[0] == 400


@pytest.mark.usefixtures("readings")
def test_who_has_no_key_a_session_or_too_much_is_answered_by_the_site() -> None:
    for headers in ({"authorization": "Bearer another"}, {"authorization": ""}, {"cookie": "sessionid=1"}):
        with pytest.raises(PassOn):
            _post([], **headers)
    with pytest.raises(PassOn):
        _post(b"[" + b" " * 2_100_000 + b"]")
