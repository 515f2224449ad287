"""Every door by which a call comes in, none of which may lose or double one; and nothing comes from outside."""

import json
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from hueioc.lib.together import Busy
from hueioc.people.rules import ANYONE, rule
from hueioc.rescues import commands as give
from hueioc.rescues import queries as ask
from hueioc.rescues.commands import receiving
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries import intake
from hueioc.rescues.tests.people import PHONE, again, behind, browser, called, new, team
from hueioc.rescues.views.texts import rows_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BODY = {"lat": 16.4778, "lon": 107.608, "people": 3, "depth": "chest", "phones": [PHONE], "text": "nước ngang ngực"}


def _post(path: str, body: Any, **headers: str) -> Any:
    return Client().post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_the_api_takes_calls_of_anybody_once_for_each_key(cast: Cast) -> None:
    told = _post("/api/v1/rescues", BODY, **{"Idempotency-Key": "k-1"})
    assert told.status_code == 201
    same = _post("/api/v1/rescues", BODY, **{"Idempotency-Key": "k-1"}).json()
    guessed = _post("/api/v1/rescues", {"text": "x"}, **{"Idempotency-Key": "k-1"}).json()
    assert (same["number"], same["secret"]) == (told.json()["number"], told.json()["secret"])
    assert (guessed["number"], guessed["secret"]) == (told.json()["number"], "")
    assert Rescue.objects.count() == 1
    followed = Client().get(told.json()["links"]["status"]).json()
    assert (followed["number"], followed["phase"]) == (told.json()["number"], "received")
    assert PHONE not in json.dumps(followed)
    assert Client().get("/api/v1/rescues/none").status_code == 404
    wrong = _post("/api/v1/rescues", {"depth": "deep"})
    assert wrong.status_code == 400
    assert "depth" in wrong.json()["fields"]


def test_many_calls_of_one_source_are_marked_and_none_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_seen", {})
    answers = {_post("/api/v1/rescues", BODY | {"text": str(place)}).status_code for place in range(34)}
    assert answers == {201}
    marks = list(Rescue.objects.order_by("id").values_list("is_doubtful", flat=True))
    assert marks[:30] == [False] * 30
    assert marks[30:] == [True] * 4
    assert ask.board(cast.operator, tab="check").total == 4


def test_an_sms_in_free_words_becomes_a_call_once(cast: Cast) -> None:
    body = {"sender": "+84912345678", "text": "4 nguoi, 12 kiet 5 Song Lua, nuoc ngang nguc, 2 tre em", "id": "g-7"}
    first, second = _post("/api/v1/rescues/texts", body), _post("/api/v1/rescues/texts", body)
    assert (first.status_code, first.json()["number"]) == (201, second.json()["number"])
    [call] = Rescue.objects.all()
    assert (call.channel, call.people, call.children, call.depth) == ("sms", 4, 2, "chest")
    assert "secret" not in first.json(), "whoever runs a gateway follows nobody"


def test_a_burst_is_one_transaction_and_lies_on_the_disk_while_the_database_is_away(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    settings.SPOOL = tmp_path / "spool"
    ask.spool.cache_clear()
    # A thread of its own would begin with a fresh connection; here the test's transaction must live on.
    monkeypatch.setattr(receiving, "close_old_connections", lambda: None)
    arrivals = [
        give.Arrival(new(key=f"k{n % 40}", phones=()), ANYONE, lambda call: call.code.encode()) for n in range(50)
    ]
    arrivals.append(give.Arrival(new(depth="moon"), ANYONE, lambda call: b""))
    told = give.receive_together(arrivals)
    assert Rescue.objects.count() == 40
    assert sum(isinstance(one, bytes) for one in told) == 40
    assert told[40:50] == [None] * 10
    assert isinstance(told[50], Exception)

    def away(*_given: Any) -> Any:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_opened", away)
        patch.setattr(receiving.connection, "close", lambda: None)
        laid = give.receive_together([give.Arrival(new(key=f"d{n}"), ANYONE, lambda call: b"") for n in range(3)])
    assert all(isinstance(one, give.Kept) for one in laid)
    assert ask.spool().depth == 3
    raw = b"".join(path.read_bytes() for path in (tmp_path / "spool" / "rescues").iterdir())
    assert PHONE.encode() not in raw
    assert give.receive_kept_rescues() == 3
    assert Rescue.objects.count() == 43
    assert ask.spool().is_empty
    assert not any(isinstance(one, Busy) for one in laid)
    ask.spool.cache_clear()


def test_an_operator_takes_a_call_by_keyboard(cast: Cast) -> None:
    client = browser(cast, "operator")
    page = client.get("/rescues/new/").content.decode()
    fields = re.findall(r'<(?:input|textarea|select|button)[^>]*name="(\w+)"', page[page.index("<main") :])
    assert [name for name in fields if name in ("text", "phone", "address", "read")] == [
        "text",
        "phone",
        "address",
        "read",
    ]
    assert re.search(r'<textarea[^>]*name="text"[^>]*autofocus', page)
    said = {"text": "5 nguoi 34 Ao Sen nuoc len gac, 0905111222", "read": "1"}
    filled = client.post("/rescues/new/", said).content.decode()
    assert re.search(r'name="phone" value="0905111222"', filled)
    assert re.search(r'name="people" value="5"', filled)
    taken = client.post("/rescues/new/", {"text": "x", "phone": PHONE, "people": "5", "depth": "floor", "key": "1"})
    assert taken.status_code == 302
    assert client.post("/rescues/new/", {"people": "5"}).status_code == 400
    assert Rescue.objects.get().channel == "phone"


def test_a_pasted_table_is_taken_whole_or_not_at_all(cast: Cast) -> None:
    client = browser(cast, "operator")
    table = "Tên;SĐT;Nội dung;Số người\nAn;0905 111 222;nước ngang ngực 34 Ao Sen;4\nBình;xx;;\n"
    shown = client.post("/rescues/texts/", {"pasted": table, "channel": "social", "take": "1"})
    assert shown.status_code == 400
    assert Rescue.objects.count() == 0
    good = table.replace("Bình;xx;;", "Bình;0905 111 333;;abc")
    assert [bool(one.new) for one in rows_of(good, channel="social")] == [True, False]
    good = table.replace("Bình;xx;;", "Bình;0905 111 333;kẹt trên mái nhà;")
    assert "0905111222" in client.post("/rescues/texts/", {"pasted": good, "channel": "social"}).content.decode()
    assert Rescue.objects.count() == 0, "shown first"
    for _twice in range(2):
        assert client.post("/rescues/texts/", {"pasted": good, "channel": "social", "take": "1"}).status_code == 302
    assert Rescue.objects.count() == 2
    assert set(Rescue.objects.values_list("depth", "people")) == {("chest", 4), ("roof", 0)}


def test_no_page_of_the_rescue_path_asks_anybody_outside(cast: Cast) -> None:
    call, boat = called(), team(cast)
    give.sort_new_rescues(rule("rescue"))
    key, _actor = behind(boat, cast)
    give.assign_rescues([call.code], cast.operator, team=boat.code)
    desk, anybody = browser(cast, "coordinator"), Client()
    pages = [
        *((anybody, path) for path in ("/rescue/", f"/s/{call.secret}/", "/rescue/safe/", "/rescue/search/")),
        *((anybody, path) for path in ("/damage/", f"/team/{key}/", f"/team/{key}/{call.code}/")),
        *((desk, path) for path in ("/rescues/", "/rescues/?map=off", "/rescues/new/", "/rescues/texts/")),
        *((desk, path) for path in (f"/rescues/{call.code}/", "/rescues/registers/", "/rescues/print/")),
        *((desk, path) for path in ("/rescues/relief/", "/rescues/damages/", f"/rescues/{call.code}/act/finish/")),
    ]
    for client, path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        loaded = re.findall(r"<(?:link|script|img|iframe|source|use)\b[^>]*?(?:href|src)=\"([^\"]+)\"", html)
        assert all(one.startswith("/") and not one.startswith("//") for one in loaded), (path, loaded)
        assert "maplibre" not in html, path
    drawn = desk.get("/rescues/").content.decode()
    assert re.search(r"translate\(\d+\.\d \d+\.\d\) scale\(0\.\d+\)", drawn), "numbers of SVG, not of Vietnamese"
    plain = desk.get("/rescues/?map=off").content.decode()
    assert '<svg class="rescue-map"' not in plain
    assert call.code in plain
    assert again(call).team == boat
