"""The live stream: complete and in order for many screens, resumed after a cut, each screen only what it may hear."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hueioc.cases.commands import Sorting, open_case, publish_case, triage_case
from hueioc.journal.queries import head
from hueioc.journal.runner import catch_up
from hueioc.live import gate
from hueioc.live.feed import Audience
from hueioc.live.rules import Ears, Line, hears, pieces
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast, report

pytestmark = pytest.mark.django_db(transaction=True)


class Screen:
    """A browser that listens, without a network between."""

    def __init__(self, *, cookie: str = "", last: str = "", query: str = "") -> None:
        self.received = bytearray()
        self.closing = asyncio.Event()
        headers = [(b"cookie", cookie.encode())] if cookie else []
        headers += [(b"last-event-id", last.encode())] if last else []
        self.scope = {"type": "http", "headers": headers, "query_string": query.encode()}

    async def listen(self) -> None:
        async def receive() -> dict[str, Any]:
            await self.closing.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            self.received += message.get("body", b"")

        await gate.live(self.scope, receive, send)

    @property
    def events(self) -> list[dict[str, Any]]:
        blocks = bytes(self.received).decode().split("\n\n")
        lines = [line for block in blocks for line in block.split("\n") if line.startswith("data: ")]
        return [json.loads(line[6:]) for line in lines]

    @property
    def places(self) -> list[int]:
        return [event["seq"] for event in self.events]


async def until(condition: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait for a condition, with a limit."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def listening(screens: list[Screen], act: Callable[[], Any], done: Callable[[], bool]) -> None:
    """Let the screens listen, act in a thread as the city would, and wait until they heard it."""

    async def run() -> None:
        tasks = [asyncio.create_task(screen.listen()) for screen in screens]
        await until(lambda: all(screen.received for screen in screens))
        await asyncio.to_thread(act)
        await until(done)
        for screen in screens:
            screen.closing.set()
        await asyncio.gather(*tasks)

    asyncio.run(run())


def cookie(cast: Cast, who: str) -> str:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


def test_many_screens_hear_everything_once_and_in_order(cast: Cast) -> None:
    catch_up()
    start = head()
    screens = [Screen(cookie=cookie(cast, "operator")) for _ in range(20)]

    def act() -> None:
        for _ in range(15):
            open_case(report(), cast.owner)
            catch_up()

    listening(screens, act, lambda: all(len(screen.places) >= 15 for screen in screens))
    for screen in screens:
        assert screen.places == sorted(set(screen.places))
        assert screen.places[0] > start
        assert {event["kind"] for event in screen.events} == {"case.opened"}


def test_a_cut_screen_resumes_where_it_was(cast: Cast) -> None:
    catch_up()
    start = head()
    for _ in range(10):
        open_case(report(), cast.owner)
    catch_up()
    late = Screen(cookie=cookie(cast, "operator"), last=str(start))
    listening([late], lambda: None, lambda: len(late.places) >= 10)
    assert late.places == list(range(start + 1, start + 11))


def test_each_hears_only_what_it_may(cast: Cast) -> None:
    catch_up()
    screens = {who: Screen(cookie=cookie(cast, who)) for who in ("operator", "officer", "stranger", "owner")}
    screens["nobody"] = Screen()
    made: list[str] = []

    def act() -> None:
        case = open_case(report(), cast.owner)
        triage_case(case.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
        publish_case(case.code, cast.operator, public_text="Cống nghẹt.")
        made.append(case.ref)
        catch_up()

    listening(list(screens.values()), act, lambda: all(screen.events for screen in screens.values()))
    heard = {who: [event["kind"] for event in screen.events] for who, screen in screens.items()}
    assert heard["nobody"] == heard["owner"] == heard["stranger"] == ["case.noted"]
    assert set(heard["officer"]) == {"case.handed", "case.moved", "case.noted"}
    assert "case.opened" in heard["operator"]
    whole = b"".join(bytes(screen.received) for screen in screens.values()).decode()
    assert cast.operator.ref not in whole
    assert OTHER_WARD not in whole


def test_kinds_narrow_the_stream_and_nonsense_is_no_error(cast: Cast) -> None:
    catch_up()
    start = head()
    case = open_case(report(), cast.owner)
    publish_case(case.code, cast.operator, public_text="Cống nghẹt.")
    catch_up()
    screen = Screen(query=f"kinds=case.noted&after={start}")
    odd = Screen(last="not-a-number", query="after=%00&kinds=", cookie="=;;\x00sessionid=%%%")
    listening([screen, odd], lambda: None, lambda: bool(screen.events and odd.received))
    assert [event["kind"] for event in screen.events] == ["case.noted"]
    assert odd.events == []


def test_a_screen_whose_rights_end_hears_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "RIGHTS_SECONDS", 0.05)
    monkeypatch.setattr(gate, "HEARTBEAT_SECONDS", 0.05)
    catch_up()
    dismissed, still = Screen(cookie=cookie(cast, "operator")), Screen(cookie=cookie(cast, "leader"))

    def act() -> None:
        open_case(report(), cast.owner)
        catch_up()
        until_heard = threading.Event()
        while len(dismissed.places) < 1:
            until_heard.wait(0.01)
        Authenticator.objects.filter(user=cast.accounts["operator"]).delete()
        asked = bytes(dismissed.received).count(b"retry:")
        while bytes(dismissed.received).count(b"retry:") < asked + 2:
            until_heard.wait(0.01)
        open_case(report(), cast.owner)
        catch_up()

    listening([dismissed, still], act, lambda: len(still.places) >= 2)
    assert len(dismissed.places) == 1


def test_who_hears_nothing_of_a_fact_is_not_woken_and_misses_nothing_later() -> None:
    line = Line(7, "case.opened", "internal", frozenset({WARD}), b"id: 7\n\n")

    async def run() -> None:
        deaf, centre = Audience(Ears(False, frozenset(), frozenset()), 6), Audience(Ears(True, *([frozenset()] * 2)), 6)
        for audience in (deaf, centre):
            audience.tell([line])
        assert not await deaf.news(6, 0)
        assert await centre.news(6, 0)
        assert [deaf.pieces([line], 6), centre.pieces([line], 6)] == [[(b"", 7)], [(line.encoded, 7)]]
        public = Line(8, "case.noted", "public", frozenset(), b"id: 8\n\n")
        deaf.tell([public])
        assert await deaf.news(6, 0)
        assert deaf.pieces([line, public], 6) == [(public.encoded, 8)]

    asyncio.run(run())


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["public", "internal", "restricted"]), st.integers(1, 9))
    ),
    st.booleans(),
    st.sets(st.sampled_from("ab")),
)
def test_pieces_hold_what_is_heard_in_order_and_reach_the_end(
    told: list[tuple[str, str, int]], hears_all: bool, kinds: set[str]
) -> None:
    lines = [Line(n, kind, seen, frozenset(), kind.encode() * size) for n, (kind, seen, size) in enumerate(told, 1)]
    ears = Ears(hears_all, frozenset(), frozenset(kinds))
    found = pieces(lines, ears, 5)
    assert b"".join(piece for piece, _last in found) == b"".join(line.encoded for line in lines if hears(ears, line))
    assert not found or found[-1][1] == len(lines)
    assert not any(line.visibility == "restricted" for line in lines if hears(ears, line))
