"""One tail of the journal per process, encoded once and shared by every open screen."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import msgspec
from django.db import close_old_connections

from hueioc.journal.follower import SealedFact
from hueioc.journal.queries import facts_after, head
from hueioc.live.rules import Ears, Line, hears, pieces, units_of

# A tick coalesces a burst into few sends; measured at 200 subscribers it halves the processor time of waking per event.
TICK_SECONDS = 0.025
KEPT_LINES = 5_000
PIECE_BYTES = 64_000
_PAGE = 1_000
T = TypeVar("T")


def encode(fact: SealedFact) -> Line:
    """The fact as a server-sent event; the actor stays inside, a rounded point goes along."""
    data: dict[str, Any] = {
        "seq": fact.seq,
        "kind": fact.kind,
        "subject": fact.subject,
        "at": fact.happened_at,
        "area": fact.area,
        "point": fact.point,
        "data": fact.event,
    }
    body = b"id: %d\nevent: fact\ndata: %s\n\n" % (fact.seq, msgspec.json.encode(data))
    return Line(fact.seq, fact.kind, fact.visibility, units_of(fact.event), body)


def read_lines(after: int, limit: int = _PAGE) -> list[Line]:
    """Lines after a place, from the journal itself; blocking."""
    return [encode(fact) for fact in facts_after(after, limit)]


class Audience:
    """Screens with equal ears: woken together, only when there is something for them, and told the same bytes."""

    def __init__(self, ears: Ears, place: int) -> None:
        self.ears, self.heard, self.screens = ears, place, 0
        self._news = asyncio.Event()
        self._joined: dict[int, list[tuple[bytes, int]]] = {}

    async def news(self, after: int, timeout: float) -> bool:
        """Wait until there is something to hear after a place, at most `timeout` seconds; True when there is."""
        if self.heard > after:
            return True
        try:
            async with asyncio.timeout(timeout):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def pieces(self, lines: list[Line], place: int) -> list[tuple[bytes, int]]:
        """What is heard of the lines after a place; joined once for all that stand at this place."""
        if place not in self._joined:
            self._joined[place] = pieces([line for line in lines if line.seq > place], self.ears, PIECE_BYTES)
        return self._joined[place]

    def tell(self, fresh: list[Line]) -> None:
        """New lines have come; whoever waits is woken when one of them is heard here."""
        self._joined.clear()
        place = next((line.seq for line in reversed(fresh) if hears(self.ears, line)), None)
        if place is not None:
            self.heard, told, self._news = place, self._news, asyncio.Event()
            told.set()


class Feed:
    """Follows the journal while somebody listens, and keeps the latest lines for all of them."""

    def __init__(self) -> None:
        self.lines: deque[Line] = deque(maxlen=KEPT_LINES)
        self.last = 0
        self.audiences: dict[Ears, Audience] = {}
        self._starting = asyncio.Lock()
        self._tail: asyncio.Task[None] | None = None
        # One thread of its own keeps one database connection, and never waits behind pages.
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    async def ask(self, question: Callable[..., T], *about: Any) -> T:
        """Run a blocking question on the reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, _asked, question, *about)

    async def join(self, ears: Ears) -> Audience:
        """A screen begins to listen, beside those that hear the same."""
        # Screens that arrive together must not start two tails: each line would be heard twice.
        async with self._starting:
            if self._tail is None or self._tail.done():
                self.last = await self.ask(head)
                self.lines.clear()
                self._tail = asyncio.create_task(self._follow())
            audience = self.audiences.setdefault(ears, Audience(ears, self.last))
            audience.screens += 1
        return audience

    def leave(self, audience: Audience) -> None:
        """A screen stopped listening; the tail ends with the last one."""
        audience.screens -= 1
        if not audience.screens and self.audiences.get(audience.ears) is audience:
            del self.audiences[audience.ears]

    async def after(self, place: int, audience: Audience) -> list[tuple[bytes, int]]:
        """What is heard after a place: from memory while it reaches back far enough, else from the journal."""
        if self.lines and self.lines[0].seq <= place + 1:
            return audience.pieces(list(self.lines), place) if self.last > place else []
        return pieces(await self.ask(read_lines, place), audience.ears, PIECE_BYTES)

    async def _follow(self) -> None:
        while self.audiences or self._starting.locked():
            try:
                fresh = await self.ask(read_lines, self.last)
            except Exception:
                await asyncio.sleep(1.0)
                continue
            if fresh:
                self.lines.extend(fresh)
                self.last = fresh[-1].seq
                for audience in self.audiences.values():
                    audience.tell(fresh)
            if len(fresh) < _PAGE:
                await asyncio.sleep(TICK_SECONDS)


def _asked(question: Callable[..., T], *about: Any) -> T:
    try:
        return question(*about)
    finally:
        close_old_connections()
