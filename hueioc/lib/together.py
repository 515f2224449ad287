"""Does many small works as one: whoever waits while a batch is being done goes with the next one (group commit)."""

import asyncio
import logging
import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
log = logging.getLogger(__name__)
_all: "weakref.WeakSet[Together[Any, Any]]" = weakref.WeakSet()


def is_pressed() -> bool:
    """True while somebody waits at a door; work that nobody waits for should then leave room."""
    return any(one.waiting for one in _all)


class Busy(Exception):
    """More works wait than will be taken; `retry_s` says when to ask again."""

    retry_s = 1


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
        _all.add(self)

    @property
    def waiting(self) -> int:
        """How many works wait now."""
        return len(self._queue)

    async def do(self, item: Item) -> Result:
        """The result of one work once its batch is done. Raises Busy, or what the work raised for this item."""
        if len(self._queue) >= self._limit:
            raise Busy
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._news:
            self._queue.append((item, future))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="together", daemon=True)
                self._thread.start()
            self._news.notify()
        return await future

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._queue:
                    self._news.wait()
                batch = [self._queue.popleft() for _ in range(min(len(self._queue), self._most))]
            self._tell(batch, self._done([item for item, _future in batch]))

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
