"""Threads that want to write wait for their turn, and get it in the order in which they asked."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from hueioc.lib.sqlite.turns import Turns


def waited(condition: Callable[[], bool]) -> None:
    until = threading.Event()
    for _ in range(2000):
        if condition():
            return
        until.wait(0.005)
    raise AssertionError("it did not happen")


def test_the_turn_goes_to_who_asked_first() -> None:
    turns, order = Turns(), []
    assert turns.take(1)

    def one(name: int) -> None:
        assert turns.take(30)
        order.append(name)
        turns.give_back()

    threads = []
    for name in range(8):
        threads.append(threading.Thread(target=one, args=[name]))
        threads[-1].start()
        waited(lambda: len(turns._waiting) == len(threads))
    turns.give_back()
    for thread in threads:
        thread.join()
    assert order == list(range(8))
    assert turns.take(0)


def test_who_waits_in_vain_leaves_the_queue() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0)


@pytest.mark.django_db(transaction=True)
def test_many_writers_all_come_in_also_when_some_fail() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets many write")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS turns_tried (n integer)")
        cursor.execute("DELETE FROM turns_tried")
    failed: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for n in range(20):
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("INSERT INTO turns_tried VALUES (%s)", [100 * name + n])
                        if n % 5 == 4:
                            raise KeyError(n)
                except KeyError:
                    continue
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[name]) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM turns_tried").fetchone()[0] == 8 * 16
        cursor.execute("DROP TABLE turns_tried")
