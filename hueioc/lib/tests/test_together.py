"""Group commit: works that wait are done together, one bad one refuses only itself, and too many are turned away."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from hueioc.lib.together import Busy, Together, _Slots


def test_what_waits_is_done_in_one_go_and_in_order() -> None:
    batches: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        begun.set()
        assert go_on.wait(10)
        batches.append(list(items))
        return [10 * item for item in items]

    async def many() -> list[int]:
        one = Together(work, most=100, waiting=100)
        first = asyncio.ensure_future(one.do(0))
        await asyncio.to_thread(begun.wait, 10)
        rest = [asyncio.ensure_future(one.do(item)) for item in range(1, 60)]
        await asyncio.sleep(0)
        assert one.waiting == 59
        go_on.set()
        return await asyncio.gather(first, *rest)

    assert asyncio.run(many()) == [10 * item for item in range(60)]
    assert batches == [[0], list(range(1, 60))]


def test_one_that_cannot_be_done_refuses_only_itself() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if 3 in items:
            raise ValueError("three")
        return [item + 1 for item in items]

    async def many() -> list[int | BaseException]:
        one = Together(work, most=100, waiting=100)
        return await asyncio.gather(*(one.do(item) for item in range(6)), return_exceptions=True)

    found = asyncio.run(many())
    assert [type(one).__name__ for one in found] == ["int", "int", "int", "ValueError", "int", "int"]
    assert [one for one in found if isinstance(one, int)] == [1, 2, 3, 5, 6]


def test_no_more_wait_than_will_be_taken() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        begun.set()
        assert go_on.wait(10)
        return list(items)

    async def many() -> None:
        one = Together(work, most=1, waiting=2)
        kept = [asyncio.ensure_future(one.do(0))]
        await asyncio.to_thread(begun.wait, 10)
        kept += [asyncio.ensure_future(one.do(item)) for item in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await one.do(3)
        go_on.set()
        assert await asyncio.gather(*kept) == [0, 1, 2]

    asyncio.run(many())


def test_somebody_who_left_keeps_nobody_from_an_answer() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        begun.set()
        assert go_on.wait(10)
        return list(items)

    async def many() -> int:
        one = Together(work, most=10, waiting=10)
        first = asyncio.ensure_future(one.do(0))
        await asyncio.to_thread(begun.wait, 10)
        gone, stays = asyncio.ensure_future(one.do(1)), asyncio.ensure_future(one.do(2))
        await asyncio.sleep(0)
        gone.cancel()
        go_on.set()
        await first
        return await stays

    assert asyncio.run(many()) == 2


def test_who_is_turned_away_comes_back_when_there_is_room() -> None:
    slots = _Slots()
    for _ in range(20):
        slots.done(1000, 10.0)  # a hundred a second
    told = [slots.give() for _ in range(1000)]
    assert told == sorted(told)
    assert told[0] == 1
    assert 9 <= told[-1] <= 12
    assert max(slots.give() for _ in range(100_000)) == 600
