"""A queue of threads for something that only one can have: who asked first is next."""

from collections import deque
from threading import Event, Lock


class Turns:
    """Hands the turn from one thread to the next in the order in which they asked.

    SQLite lets a thread that finds the database locked sleep and ask again, up to a tenth of a second each time, while
    others that come later get in; under a storm that is most of the wait.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    def take(self, timeout_s: float) -> bool:
        """Wait for the turn; False when it did not come in time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(timeout_s):
            return True
        with self._guard:
            if mine not in self._waiting:  # it came at the last moment
                return True
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        """The next one may begin."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
