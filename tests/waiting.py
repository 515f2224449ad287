"""Waiting for a condition instead of a time."""

import time
from collections.abc import Callable
from typing import Any


def until(question: Callable[[], Any], *, seconds: float = 60) -> Any:
    """What the question answers once it answers anything; fails when it does not in time."""
    end = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < end, f"waited in vain for {question}"
        time.sleep(0.02)
    return answer
