"""Alarms: one for each station and kind, up and down by rule, noted by whom it concerns, known at every door."""

import json
from datetime import timedelta

import pytest

from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.people.rules import ANYONE
from hueioc.playbooks.clock import strike
from hueioc.playbooks.flood import PLAYBOOKS as FLOOD
from hueioc.playbooks.sensors import PLAYBOOKS
from hueioc.sensors.commands import acknowledge_alarm, dismiss_alarm, follow_levels, set_alarm
from hueioc.sensors.models import Alarm
from hueioc.sensors.queries import alarm_view, alarms_for, all_series, owed_lines
from hueioc.sensors.storage import writing
from hueioc.sensors.tests.people import BARE, NOW, RIVER, course, keeper, sent
from hueioc.warnings.models import Alert
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _one_after_the_other(*levels: float) -> None:
    for minute, level in enumerate(levels):
        with clock.at(NOW + timedelta(minutes=10 * minute)):
            sent((RIVER, clock.now(), level))


def _told() -> list[tuple[str, int]]:
    facts = Fact.objects.filter(kind__in=["sensors.raised", "sensors.changed", "sensors.cleared"]).order_by("id")
    said = [(fact.kind, json.loads(fact.data)) for fact in facts]
    return [(kind, data.get("level", data.get("highest"))) for kind, data in said]


def _raised(level: float = 2.2) -> Alarm:
    with clock.at(NOW):
        course([level - 0.2, level - 0.1, level])
    return Alarm.objects.get()


@pytest.mark.usefixtures("readings")
def test_one_alarm_goes_up_and_down_with_the_water_and_is_cleared() -> None:
    _one_after_the_other(0.8, 1.2, 2.1, 1.98, 2.0, 1.9, 0.97, 0.94)
    (alarm,) = Alarm.objects.all()
    assert (alarm.phase, alarm.outcome, alarm.station, alarm.highest, alarm.peak) == (
        *("closed", "cleared", "kim-long"),
        *(2, 2.1),
    )
    assert _told() == [("sensors.raised", 1), ("sensors.changed", 2), ("sensors.changed", 1), ("sensors.cleared", 2)]
    _one_after_the_other(0.9)
    assert Alarm.objects.count() == 1


@pytest.mark.usefixtures("readings")
def test_a_spike_an_old_reading_and_a_gauge_without_levels_raise_nothing() -> None:
    with clock.at(NOW):
        course([0.5, 0.5, 4.9])
        sent((RIVER, NOW - timedelta(hours=1), 2.5))
        sent((BARE, NOW, 9.0))
    assert Alarm.objects.count() == 0
    with clock.at(NOW + timedelta(minutes=10)):
        sent((RIVER, NOW + timedelta(minutes=10), 5.0))
    assert Alarm.objects.get().level == 3, "the next reading says that it was no spike"


@pytest.mark.usefixtures("readings")
def test_a_level_that_a_crash_left_untold_is_told_at_the_next_stroke() -> None:
    with clock.at(NOW):
        course([0.7, 0.8])
        with writing() as session:
            session.run("UPDATE sensors_latest SET level = 3")
        strike(PLAYBOOKS)
        strike(PLAYBOOKS)
    assert _told() == [("sensors.raised", 3)]


@pytest.mark.usefixtures("readings")
def test_a_silent_station_has_an_alarm_of_its_own_until_it_speaks_again() -> None:
    with clock.at(NOW):
        course([0.7, 0.8])
        strike(PLAYBOOKS)
    assert Alarm.objects.count() == 0
    with clock.at(NOW + timedelta(minutes=61)):
        strike(PLAYBOOKS)
        strike(PLAYBOOKS)
    (alarm,) = Alarm.objects.all()
    assert (alarm.kind, alarm.phase, alarm.level, alarm.is_public) == ("stale", "assigned", 0, False)
    with clock.at(NOW + timedelta(minutes=70)):
        sent((RIVER, clock.now(), 0.8))
        strike(PLAYBOOKS)
    assert Alarm.objects.get().outcome == "cleared"


@pytest.mark.usefixtures("readings")
def test_who_looks_after_stations_takes_note_and_a_higher_level_asks_again(cast: Cast) -> None:
    alarm = _raised()
    assert (alarm.unit, alarm.phase) == (next(iter(keeper().units)), "assigned")
    assert [line.ref for line in owed_lines(keeper(), 5)] == [alarm.ref]
    with clock.at(NOW + timedelta(minutes=2)):
        noted = acknowledge_alarm(alarm.code, keeper(), text="Đã báo các phường ven sông")
    assert (noted.phase, noted.due_at) == ("in_work", None)
    _one_after_the_other(2.3, 3.0, 3.6)
    again = Alarm.objects.get()
    assert (again.phase, again.level, again.noted_at) == ("assigned", 3, None)
    assert again.due_at is not None
    with clock.at(NOW + timedelta(hours=1)):
        strike(PLAYBOOKS)
        acknowledge_alarm(alarm.code, cast.operator, text="Trung tâm đã biết")
    view = alarm_view(alarm.code, cast.leader)
    assert [one.text for one in view.remarks] == ["Đã báo các phường ven sông", "Trung tâm đã biết"]
    assert Fact.objects.filter(kind="sensors.noted", data__contains='"overdue"').count() == 1


@pytest.mark.usefixtures("readings")
def test_three_people_at_an_alarm(cast: Cast) -> None:
    alarm = _raised()
    for who in (ANYONE, cast.owner, cast.officer, cast.stranger, cast.leader):
        with pytest.raises(NotAllowed):
            acknowledge_alarm(alarm.code, who, text="Tôi biết")
        with pytest.raises(NotAllowed):
            dismiss_alarm(alarm.code, who, reason="maintenance")
        assert not alarm_view(alarm.code, who).verbs
    with pytest.raises(NotAllowed):
        dismiss_alarm(alarm.code, keeper(), reason="maintenance")
    with pytest.raises(NotAllowed):
        set_alarm(all_series()[RIVER], "level", 0, keeper(), value=0.1, measured_at=NOW)
    with pytest.raises(Invalid):
        acknowledge_alarm(alarm.code, keeper(), text="  ")
    acknowledge_alarm(alarm.code, keeper(), text="Đã biết, riêng nội bộ")
    assert alarm_view(alarm.code, ANYONE).remarks == []
    assert len(alarm_view(alarm.code, cast.stranger).remarks) == 1
    assert not any("nội bộ" in str(fact.data) for fact in Fact.objects.all())


@pytest.mark.usefixtures("readings")
def test_a_dismissed_alarm_is_not_raised_again_by_the_same_level(cast: Cast) -> None:
    alarm = _raised()
    with pytest.raises(Invalid):
        dismiss_alarm(alarm.code, keeper("unit_head"), reason="sensor_fault")
    gone = dismiss_alarm(alarm.code, keeper("unit_head"), reason="sensor_fault", note="Cảm biến kẹt")
    assert (gone.outcome, gone.phase) == ("false_alarm", "closed")
    _one_after_the_other(2.2, 2.3)
    follow_levels()
    assert Alarm.objects.count() == 1
    with clock.at(NOW + timedelta(days=1)):
        strike(PLAYBOOKS)
    silent = Alarm.objects.get(kind="stale")
    assert alarms_for(ANYONE) == []
    assert alarms_for(cast.stranger) == [silent]
    with pytest.raises(NotFound):
        alarm_view(silent.code, cast.owner)


@pytest.mark.usefixtures("readings")
def test_a_river_at_level_two_is_the_draft_of_a_warning_once_and_never_more_than_a_draft() -> None:
    with clock.at(NOW):
        course([0.9, 1.0, 1.2])
        assert strike(FLOOD) == 0
    with clock.at(NOW + timedelta(minutes=31)):
        course([1.9, 2.0, 2.2], end=NOW + timedelta(minutes=30))
        assert strike(FLOOD) == 1
        assert strike(FLOOD) == 0
    (draft,) = Alert.objects.all()
    assert (draft.source, draft.is_released, draft.submitted_by) == (Alarm.objects.get(kind="level").ref, False, "")
    assert draft.given["reading"] == "trên báo động II 0,20 m | above level II by 0,20 m"
