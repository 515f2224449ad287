"""The sealer: one order that a reader can follow without missing or repeating a fact, whoever writes."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from hueioc.journal.commands import Entry, record_many, seal
from hueioc.journal.models import Fact, Seal
from hueioc.journal.queries import facts_after, facts_of, head, verify
from hueioc.journal.runner import catch_up, follow_forever, seal_forever
from hueioc.journal.tests.conftest import Install
from hueioc.journal.tests.demo import LampLit, Seen, write

WRITERS, TURNS = 16, 15
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's transaction numbers")


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        threading.Event().wait(0.02)


@contextmanager
def running(loops: int = 1) -> Iterator[None]:
    """The journal's loop in threads of its own, ended whatever happens inside."""
    stop = threading.Event()
    work = [seal_forever, follow_forever] * loops
    threads = [threading.Thread(target=one, args=[stop]) for one in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def writer(name: int, dice: random.Random) -> None:
    """Transactions of one to three facts that stay open for a moment before they commit."""
    for turn in range(TURNS):
        with transaction.atomic():
            for part in range(dice.randint(1, 3)):
                number = turn * 10 + part
                record_many([Entry(event=LampLit(number=number), subject=f"lamp:w{name}", actor="account:LAN")])
                if connection.vendor == "postgresql":
                    time.sleep(dice.random() * 0.01)
            time.sleep(dice.random() * 0.002)
    connections.close_all()


@pytest.mark.usefixtures("demo_table")
def test_sixteen_writers_and_a_tailing_follower_that_misses_nothing_and_sees_nothing_twice(install: Install) -> None:
    follower = Seen()
    install(follower)
    with running():
        writers = [threading.Thread(target=writer, args=[name, random.Random(name)]) for name in range(WRITERS)]
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join()
        written = set(Fact.objects.values_list("id", flat=True))
        assert len(written) >= WRITERS * TURNS
        wait_until(lambda: len(follower.rows()) >= len(written))
    seen = follower.rows()
    assert len(seen) == len(written)
    assert {fact for _, fact, _ in seen} == written
    assert [seq for seq, _, _ in seen] == list(range(1, len(written) + 1))
    for name in range(WRITERS):
        numbers = [fact.event.number for fact in facts_of(f"lamp:w{name}")]  # type: ignore[attr-defined]
        assert numbers == sorted(numbers)
    assert verify().is_sound


@pytest.mark.usefixtures("demo_table")
def test_several_sealers_give_every_fact_one_place(install: Install) -> None:
    install()
    for number in range(60):
        write(number)
    start, counts = threading.Barrier(4), []

    def sealer() -> None:
        start.wait()
        while head() < 60:
            counts.append(seal(limit=7))
        connections.close_all()

    threads = [threading.Thread(target=sealer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 60
    assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))
    assert verify().is_sound


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_fact_waits_for_an_older_transaction_that_may_still_write_before_it(install: Install) -> None:
    install()
    has_begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(1, subject="lamp:slow")
            has_begun.set()
            may_end.wait(30)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    has_begun.wait()
    write(2, subject="lamp:fast")
    assert seal() == 0
    may_end.set()
    thread.join()
    catch_up()
    assert [fact.subject for fact in facts_after(0, 10)] == ["lamp:slow", "lamp:fast"]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_after_a_restore_into_a_younger_cluster_old_and_new_facts_are_sealed(install: Install) -> None:
    """A dump keeps the transaction numbers of the cluster it came from, here far ahead of this one."""
    install()
    columns = "kind, version, subject, actor, happened_us, recorded_us, area, visibility, cause, data"
    values = f"'demo.lit', 1, %s, 'account:LAN', 0, 0, '', 'public', '', '{LampLitData}'"
    with connection.cursor() as cursor:
        for subject, xid in (("lamp:old", 10**15), ("lamp:older", 10**15 - 1)):
            cursor.execute(
                f"INSERT INTO journal_fact (xid, {columns}) VALUES (%s::text::xid8, {values})", [str(xid), subject]
            )
        cursor.execute("SELECT id FROM journal_fact ORDER BY id LIMIT 1")
        [sealed_before] = cursor.fetchone()
    Seal.objects.create(seq=1, fact_id=sealed_before, chain="0" * 64, public_chain="0" * 64)
    write(1, subject="lamp:new")
    assert catch_up() == 2
    write(2, subject="lamp:newer")
    assert catch_up() == 1
    assert catch_up() == 0
    assert [fact.subject for fact in facts_after(0, 10)] == ["lamp:old", "lamp:older", "lamp:new", "lamp:newer"]


LampLitData = '{"lamp":"L1","number":0}'


@pytest.mark.django_db
def test_inside_one_test_transaction_facts_are_sealed_too(install: Install) -> None:
    install()
    write(1)
    assert catch_up() == 1
    write(2)
    assert catch_up() == 1
    assert head() == 2
