"""Recording: what is appended, and what is refused with a sentence."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from hueioc.journal.commands import DuplicateKey, Entry, record, record_many
from hueioc.journal.models import Fact
from hueioc.journal.queries import facts_of
from hueioc.journal.rules import check_header
from hueioc.journal.runner import catch_up
from hueioc.journal.tests.conftest import Install
from hueioc.journal.tests.demo import BenchPlaced, LampBroke, LampEvent, LampLit, write
from hueioc.lib import clock
from hueioc.lib.geo import Point


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="needs a transaction"):
        record(LampLit(), subject="lamp:1", actor="account:LAN")
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_a_fact_comes_back_as_it_was_recorded(install: Install) -> None:
    install()
    moment = datetime(2025, 10, 27, 21, 30, 0, 123456, tzinfo=UTC)
    record(
        LampBroke(lamp="L7", reported_by="account:LAN"),
        subject="lamp:7",
        actor="account:LAN",
        happened_at=moment,
        area="W12",
        point=Point(16.463712345, 107.590898765),
        visibility="restricted",
        cause="fact:1",
    )
    catch_up()
    [fact] = facts_of("lamp:7")
    assert fact.event == LampBroke(lamp="L7", reported_by="account:LAN")
    assert (fact.kind, fact.version, fact.actor, fact.area) == ("demo.broke", 1, "account:LAN", "W12")
    assert (fact.happened_at, fact.visibility, fact.cause) == (moment, "restricted", "fact:1")
    assert fact.point == Point(16.4637, 107.5909)
    assert fact.recorded_at > moment


@pytest.mark.django_db
def test_a_fact_happens_at_the_hour_of_the_houses_clock_but_is_recorded_now() -> None:
    past = datetime(2011, 3, 1, 8, 0, tzinfo=UTC)
    with clock.at(past):
        fact = write()
    assert fact.happened_at == past
    assert fact.recorded_at > datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_repeated_key_names_what_it_was_about() -> None:
    write(1, key="retry-1")
    with pytest.raises(DuplicateKey) as found:
        write(2, key="retry-1")
    assert found.value.subject == "lamp:1"
    assert Fact.objects.count() == 1


@pytest.mark.django_db
def test_a_key_repeated_inside_one_batch_is_refused() -> None:
    entries = [Entry(event=LampLit(), subject=f"lamp:{i}", actor="account:LAN", key="same") for i in (1, 2)]
    with pytest.raises(DuplicateKey) as found:
        record_many(entries)
    assert found.value.subject == "lamp:1"
    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_with_one_key_exactly_one_succeeds() -> None:
    start, outcomes = threading.Barrier(8), []

    def writer(number: int) -> None:
        start.wait()
        try:
            outcomes.append(write(number, key="only-one").subject)
        except DuplicateKey as error:
            outcomes.append(f"refused, known for {error.subject}")
        connections.close_all()

    threads = [threading.Thread(target=writer, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [fact] = Fact.objects.all()
    assert sorted(outcomes) == sorted([fact.subject] + [f"refused, known for {fact.subject}"] * 7)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_no_fact() -> None:
    def command() -> None:
        with transaction.atomic():
            write(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command()
    assert not Fact.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "event",
    [
        LampLit(lamp="Lan Nguyen lives here"),
        LampLit(lamp="0905123456" * 7),
        LampLit(number="three"),  # type: ignore[arg-type]
        LampBroke(reported_by="Lan"),
        BenchPlaced(weight_kg=float("nan")),
        LampLit(lamp="\ud800"),
        LampEvent(lamp="L1"),
    ],
)
def test_an_event_that_could_hold_text_or_nonsense_is_refused(event: LampEvent) -> None:
    with pytest.raises(ValueError, match=r"cannot be recorded|only a base"):
        record(event, subject="lamp:1", actor="account:LAN")
    assert not Fact.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "point", [Point(91, 0), Point(0, 181), Point(float("nan"), 0), Point(0, float("inf")), Point(-90.1, 0)]
)
def test_a_point_off_the_earth_is_refused(point: Point) -> None:
    with pytest.raises(ValueError, match="on the earth"):
        record(LampLit(), subject="lamp:1", actor="account:LAN", point=point)


@pytest.mark.django_db
def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        record(LampLit(), subject="lamp:1", actor="account:LAN", happened_at=datetime(2025, 1, 1))


@given(st.text(min_size=1, max_size=80).filter(lambda text: " " in text or not text.isascii() or ":" not in text))
def test_no_column_of_a_fact_takes_free_text(text: str) -> None:
    for column in ("subject", "actor", "cause"):
        given_columns = {"subject": "lamp:1", "actor": "account:LAN", "cause": "", column: text}
        with pytest.raises(ValueError, match=column):
            check_header(**given_columns, area="", visibility="public", key=None)


@pytest.mark.parametrize(
    ("column", "value"), [("area", "two words"), ("visibility", "all"), ("key", "k" * 129), ("key", "")]
)
def test_area_visibility_and_key_are_checked(column: str, value: str) -> None:
    columns = {
        "subject": "lamp:1",
        "actor": "account:LAN",
        "area": "",
        "visibility": "public",
        "cause": "",
        "key": None,
    }
    with pytest.raises(ValueError, match="A fact"):
        check_header(**{**columns, column: value})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_batch_keeps_its_order(install: Install) -> None:
    install()
    record_many([Entry(event=LampLit(number=i), subject="lamp:1", actor="account:LAN") for i in range(1200)])
    catch_up()
    assert [fact.event.number for fact in facts_of("lamp:1")] == list(range(1200))  # type: ignore[attr-defined]
