"""Plays a queue call by call: first come, first served, callers hang up, staff changes by the hour."""

import heapq
from collections import deque
from collections.abc import Sequence


def simulate(
    at: Sequence[float], patience: Sequence[float], service: Sequence[float], staff: Sequence[int], slot_s: float
) -> tuple[float, float]:
    """(mean wait of all callers in seconds, share that hung up).

    `at` in order, in seconds from the beginning of the first slot; `staff` for each slot, and nobody after the last.
    Who leaves at the end of a slot ends the running call first.
    """
    ends: list[float] = []
    queue: deque[int] = deque()
    waited, left = 0.0, 0
    moments = [(when, number) for number, when in enumerate(at)]
    moments += [(number * slot_s, -1 - number) for number in range(len(staff))]
    moments.sort()
    moments.append((float("inf"), 0))
    many = 0

    def serve(now: float) -> None:
        nonlocal waited, left
        while queue and len(ends) < many:
            one = queue.popleft()
            if at[one] + patience[one] <= now:
                waited, left = waited + patience[one], left + 1
            else:
                waited += now - at[one]
                heapq.heappush(ends, now + service[one])

    for moment, number in moments:
        while ends and ends[0] <= moment and ends[0] < float("inf"):
            serve(heapq.heappop(ends))
        if moment == float("inf"):
            break
        if number < 0:
            many = staff[-1 - number]
        else:
            queue.append(number)
        serve(moment)
    waited += sum(patience[one] for one in queue)
    callers = max(len(at), 1)
    return waited / callers, (left + len(queue)) / callers
