"""The database backend: a transaction begins when it is its thread's turn, and hands the turn on when it ends."""

from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

from hueioc.lib.sqlite.turns import Turns

# One queue for each file: only threads of this process write to it.
_turns: defaultdict[str, Turns] = defaultdict(Turns)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but its transactions queue. Statements outside a transaction still wait as SQLite lets them."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        # Whoever waits in vain begins all the same, and is told by SQLite that the database is locked.
        self._has_turn = self._queue().take(float(self.settings_dict["OPTIONS"].get("timeout", 5)))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _queue(self) -> Turns:
        return _turns[str(self.settings_dict["NAME"])]

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._queue().give_back()
