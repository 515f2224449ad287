"""The demo files dossiers of invented people through the same commands, each at an hour that has passed."""

from datetime import UTC, datetime
from threading import Event

from hueioc.demo.filing import tell_dossiers
from hueioc.dossiers.models import Dossier
from hueioc.journal.models import Fact
from hueioc.journal.rules import microseconds
from hueioc.lib import clock

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_the_demo_tells_dossiers_up_to_now_and_no_further(city: None) -> None:
    with clock.at(FRIDAY):
        told = tell_dossiers(Event(), days=4)
    assert told == Dossier.objects.count() >= 8
    assert Fact.objects.filter(kind__startswith="dossier").exists()
    assert not Fact.objects.filter(kind__startswith="dossier", happened_us__gt=microseconds(FRIDAY)).exists()
    assert {one.phase for one in Dossier.objects.all()} >= {"in_work"}


def test_a_demo_that_is_told_to_stop_stops(city: None) -> None:
    stop = Event()
    stop.set()
    with clock.at(FRIDAY):
        assert tell_dossiers(stop) == 0
