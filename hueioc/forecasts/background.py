"""The background work of forecasts: made anew each hour in a process of its own, which loads the learner."""

from threading import Event

from hueioc.forecasts.queries import rivers
from hueioc.lib.apart import run_apart

FIRST_S, AGAIN_S = 240.0, 3600.0


def keep_foretelling(stop: Event) -> None:
    """Wait until the city has started, then foretell each hour."""
    stop.wait(FIRST_S)
    while not stop.is_set():
        if rivers():
            run_apart(["forecast", "refresh"], stop)
        stop.wait(AGAIN_S)


BACKGROUND = [keep_foretelling]
