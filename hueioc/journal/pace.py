"""How much sealer and followers take at once: whatever is quickest, unless somebody waits at a door."""

from hueioc.lib.together import is_pressed, leave_room

BATCH = 500
_LEAST = 25
# How long one batch may hold the place of the writer while reports wait. Measured with three million facts to read: at
# half a second the intake saves one group a second, whatever else is done for it.
_HOLD_S = 0.05


class Pace:
    """The size of a round's batches and the rest after each; one loop owns one. `largest` is the size in quiet."""

    def __init__(self, largest: int = BATCH) -> None:
        self._largest = self._small = largest
        self._slowest = 0.0

    def batch(self) -> int:
        """Facts to take in the round that begins; all followers read as many, so that one reading serves them all."""
        if self._slowest:
            fitting = int(self._small * _HOLD_S / self._slowest)
            # Up by halves: a round without work tells nothing about the next.
            self._small = max(_LEAST, min(fitting, self._small * 3 // 2, self._largest))
        self._slowest = 0.0
        return self._small if is_pressed() else self._largest

    def rest(self, spent_s: float, many: int) -> None:
        """After a batch of `many` facts that took so long: while reports wait, views may lag a little."""
        if many and is_pressed():
            self._slowest = max(self._slowest, spent_s * self._small / many)
            leave_room(spent_s)
