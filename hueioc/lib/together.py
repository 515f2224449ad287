"""Does many small works as one: whoever waits while a batch is being done goes with the next one (group commit)."""

import asyncio
import logging
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
# How long an arrival is waited for while more keep coming, and for how long in all. Measured: it doubles the works that
# go together, and what a batch costs by itself (a dozen questions, one sync) is most of what a small one costs.
_GAP_S, _LONGEST_S = 0.002, 0.012
_LONGEST_RETRY_S = 600
_SHARE_LEFT, _LEAST_REST_S, _LONGEST_REST_S = 2.0, 0.02, 0.5
log = logging.getLogger(__name__)
_all: "weakref.WeakSet[Together[Any, Any]]" = weakref.WeakSet()


def is_pressed() -> bool:
    """True while somebody waits at a door; work that nobody waits for should then leave room."""
    return any(one.waiting or one.is_at_work for one in _all)


def leave_room(spent_s: float) -> None:
    """After work that nobody waits for and that took so long: rest while somebody waits at a door, else return at once.

    Whoever reports waits for an answer, and on SQLite for the place of the one writer too; such work then gets a third
    of the time.
    """
    if is_pressed():
        time.sleep(min(max(_SHARE_LEFT * spent_s, _LEAST_REST_S), _LONGEST_REST_S))


class Busy(Exception):
    """More works wait than will be taken; `retry_s` says when there will be room for this one."""

    def __init__(self, retry_s: int = 1) -> None:
        super().__init__(f"again in {retry_s} s")
        self.retry_s = retry_s


class _Slots:
    """When to come back, for those who are turned away: one after the other at the speed at which works are done.

    If all came back after the same second they would be turned away again, and turning away costs time too.
    """

    def __init__(self) -> None:
        self._done_a_s, self._next = 100.0, 0.0

    def done(self, many: int, spent_s: float) -> None:
        """So many works took so long; short batches say little."""
        weight = min(1.0, many / 1000)
        self._done_a_s += weight * (many / max(spent_s, 0.001) - self._done_a_s)

    def give(self) -> int:
        """Seconds until the next free slot."""
        now = time.monotonic()
        self._next = max(self._next, now) + 1 / max(self._done_a_s, 1.0)
        return min(_LONGEST_RETRY_S, 1 + int(self._next - now))


class Together(Generic[Item, Result]):
    """A thread that takes everything waiting, at most `most` at a time, and does it in one go.

    `work` gets items in their order and returns a result for each, all or nothing; an exception among the results is
    raised for its item alone. When the work fails for several they are
    done again one by one, so that one that cannot be done refuses only itself. The thread begins with the first work.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Result | Exception]], *, most: int, waiting: int
    ) -> None:
        self._work, self._most, self._limit = work, most, waiting
        self._queue: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._slots = _Slots()
        self.is_at_work = False
        _all.add(self)

    @property
    def waiting(self) -> int:
        """How many works wait now."""
        return len(self._queue)

    async def do(self, item: Item) -> Result:
        """The result of one work once its batch is done. Raises Busy, or what the work raised for this item."""
        if len(self._queue) >= self._limit:
            raise Busy(self._slots.give())
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._news:
            self._queue.append((item, future))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="together", daemon=True)
                self._thread.start()
            self._news.notify()
        return await future

    def _run(self) -> None:
        was_together = False
        while True:
            with self._news:
                while not self._queue:
                    self.is_at_work = False
                    self._news.wait()
            self.is_at_work = True
            if was_together or len(self._queue) > 1:
                self._gather()
            with self._news:
                batch = [self._queue.popleft() for _ in range(min(len(self._queue), self._most))]
            was_together, began = len(batch) > 1, time.monotonic()
            self._tell(batch, self._done([item for item, _future in batch]))
            self._slots.done(len(batch), time.monotonic() - began)

    def _gather(self) -> None:
        """Wait while works keep coming; who comes alone is never kept waiting."""
        until, seen = time.monotonic() + _LONGEST_S, 0
        while seen < len(self._queue) < self._most and time.monotonic() < until:
            seen = len(self._queue)
            time.sleep(_GAP_S)

    def _done(self, items: Sequence[Item]) -> list[Result | Exception]:
        try:
            return list(self._work(items))
        except Exception as error:
            if len(items) == 1:
                return [error]
            log.warning("a batch of %d is done again one by one: %s", len(items), type(error).__name__)
        return [self._done([item])[0] for item in items]

    @staticmethod
    def _tell(batch: Sequence[tuple[Item, "asyncio.Future[Result]"]], results: Sequence[Result | Exception]) -> None:
        # One call into each loop for the whole batch: waking it is what costs.
        loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Result], Result | Exception]]] = {}
        for (_item, future), result in zip(batch, results, strict=True):
            loops.setdefault(future.get_loop(), []).append((future, result))
        for loop, pairs in loops.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, pairs)


def _settle(pairs: "Sequence[tuple[asyncio.Future[Result], Result | Exception]]") -> None:
    for future, result in pairs:
        if future.done():  # whoever asked has gone
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
