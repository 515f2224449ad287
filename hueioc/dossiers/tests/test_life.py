"""The life of a dossier: registered, accepted, waiting, handed over, done, given; each act by its own command."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hueioc.dossiers import commands as give
from hueioc.dossiers.models import Dossier, Paper, Supplement
from hueioc.dossiers.queries import dossier_view, dossiers_of_period, judged, status_code
from hueioc.dossiers.rules.numbers import LONGEST
from hueioc.dossiers.tests.people import BIRTH, CLERK, COMPANY, DEPARTMENT, MARITAL, accepted, again, filed, registered
from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.rules import ContactData
from hueioc.workflow.queries import parts_of
from tests.cast import OTHER_WARD, WARD, Cast

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # nine in the morning
DAY = timedelta(days=1)
WHOLE = {"form": "paper", "identity": "paper"}


def roles(dossier: Dossier) -> dict[str, tuple[str, str]]:
    return {part.unit: (part.role, part.state) for part in parts_of(dossier.ref)}


def end_of(dossier: Dossier) -> dict[str, Any]:
    """What the fact of its end says."""
    said: dict[str, Any] = json.loads(Fact.objects.get(subject=dossier.ref, kind="dossier.closed").data)
    return said


def test_a_registered_dossier_has_a_number_and_no_clock(cast: Cast) -> None:
    with clock.at(MONDAY):
        first, second = registered(cast), registered(cast)
    assert Dossier._meta.get_field("code").max_length == LONGEST
    assert (first.code[-11:], second.code[-11:]) == ("261123-0001", "261123-0002")
    assert (first.phase, status_code(first), first.due_at) == ("received", "1", None)
    assert (first.papers_wanted, first.papers_digitised, first.papers_reused) == (3, 2, 1)
    assert first.uses_population_data
    assert Paper.objects.filter(dossier=first).count() == 3


def test_acceptance_makes_the_appointment_by_the_working_calendar(cast: Cast) -> None:
    with clock.at(MONDAY):
        dossier = accepted(cast, procedure=MARITAL, papers=WHOLE)
    assert status_code(dossier) == "4"
    assert dossier.accepted_at == MONDAY
    # Three working days after Monday the 23rd, and the 24th is a holiday: Friday, when the office closes.
    assert dossier.appointment_at == datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert [step["code"] for step in dossier.due_trace] == ["started", "day_off", "working_days", "due"]


def test_the_days_of_a_supplement_are_given_back_and_the_appointment_stays(cast: Cast) -> None:
    with clock.at(MONDAY):
        code = accepted(cast, procedure=MARITAL, papers=WHOLE).code
        appointment = Dossier.objects.get(code=code).appointment_at
    with clock.at(MONDAY + DAY):
        asked = give.request_supplement(code, cast.officer, text="Thiếu giấy tờ tùy thân.")
    assert (asked.due_at, status_code(asked), asked.supplements_open) == (None, "5", 1)
    with clock.at(MONDAY + 3 * DAY):
        back = give.receive_supplement(code, cast.officer, text="Đã nộp.")
    assert (back.wait_reason, back.supplements_open, back.appointment_at) == ("", 0, appointment)
    assert back.due_at is not None
    assert back.due_at > appointment
    with clock.at(MONDAY + 4 * DAY):
        done = give.finish_dossier(code, cast.officer, outcome="granted", text="Đã cấp.")
        verdict = judged(done, Supplement.objects.filter(dossier=done), clock.now())
    assert (verdict.is_on_time, verdict.supplement_time) == (True, 2 * DAY)


def test_two_unfinished_requests_make_it_late_in_the_period(cast: Cast) -> None:
    with clock.at(MONDAY):
        code = accepted(cast).code
        give.request_supplement(code, cast.officer, text="Thiếu tờ khai.")
    with clock.at(MONDAY + timedelta(hours=2)):
        give.request_supplement(code, cast.officer, text="Vẫn thiếu tờ khai.")
    [row] = dossiers_of_period(MONDAY - DAY, MONDAY + 30 * DAY)
    assert (row.number, row.supplements_open, row.is_on_time, row.why) == (code, 2, False, "asked_twice")


def test_before_acceptance_a_supplement_starts_no_clock(cast: Cast) -> None:
    code = registered(cast, papers={}).code
    asked = give.request_supplement(code, cast.officer, text="Thiếu giấy chứng sinh.")
    assert (asked.phase, asked.due_at, status_code(asked)) == ("received", None, "5")
    with pytest.raises(Conflict):
        give.accept_dossier(code, cast.officer)
    assert give.receive_supplement(code, cast.officer, text="Đủ.").due_at is None
    assert give.accept_dossier(code, cast.officer).due_at is not None


def test_a_fee_is_asked_for_and_paid_while_the_clock_runs(cast: Cast) -> None:
    code = accepted(cast, procedure=MARITAL, papers=WHOLE).code
    asked = give.request_payment(code, cast.officer)
    assert (status_code(asked), asked.fee) == ("6", 15000)
    assert asked.due_at is not None
    with pytest.raises(Conflict):
        give.finish_dossier(code, cast.officer, outcome="granted", text="Xong.")
    paid = give.confirm_payment(code, cast.officer, via="portal")
    assert (paid.wait_reason, paid.paid_via) == ("", "portal")
    with pytest.raises(Conflict):
        give.request_payment(code, cast.officer)


def test_a_desk_hands_over_and_gives_the_result_of_another_agency(cast: Cast) -> None:
    new = filed(procedure=COMPANY, papers=dict.fromkeys(("form", "charter", "identity"), "file"))
    dossier = give.register_dossier(new, cast.officer, is_accepted=True, handler=DEPARTMENT)
    assert (dossier.phase, dossier.unit, status_code(dossier)) == ("assigned", DEPARTMENT, "2")
    assert roles(dossier) == {WARD: ("hold", "accepted"), DEPARTMENT: ("lead", "offered")}
    taken = give.take_over_dossier(dossier.code, CLERK)
    assert roles(taken) == {WARD: ("desk", "accepted"), DEPARTMENT: ("lead", "accepted")}
    done = give.finish_dossier(dossier.code, CLERK, outcome="granted", text="Đã cấp.", has_electronic_result=True)
    assert (status_code(done), done.has_electronic_result) == ("9", True)
    with pytest.raises(NotAllowed):
        give.return_result(dossier.code, CLERK)
    given = give.return_result(dossier.code, cast.officer, is_in_vault=True)
    assert (given.phase, given.unit, status_code(given)) == ("closed", DEPARTMENT, "10")
    assert (end_of(dossier)["is_on_time"], end_of(dossier)["outcome"]) == (True, "granted")


def test_an_agency_returns_it_and_the_desk_leads_again_with_the_same_appointment(cast: Cast) -> None:
    new = filed(procedure=COMPANY, papers=dict.fromkeys(("form", "charter", "identity"), "file"))
    dossier = give.register_dossier(new, cast.officer, is_accepted=True, handler=DEPARTMENT)
    back = give.return_dossier(dossier.code, CLERK, reason="not_competent")
    assert (back.phase, back.unit, back.returns) == ("in_work", WARD, 1)
    assert back.appointment_at == dossier.appointment_at
    give.hand_over_dossier(dossier.code, cast.officer, unit=DEPARTMENT)
    twice = give.return_dossier(dossier.code, CLERK, reason="not_competent")
    assert twice.needs_coordinator
    moved = give.hand_over_dossier(dossier.code, cast.coordinator, unit="dept-justice")
    assert (moved.unit, moved.needs_coordinator) == ("dept-justice", False)


def test_silence_counts_as_taking_over_but_accepts_no_dossier(cast: Cast) -> None:
    new = filed(procedure=COMPANY, papers=dict.fromkeys(("form", "charter", "identity"), "file"))
    offered = give.register_dossier(new, cast.officer, is_accepted=True, handler=DEPARTMENT)
    assert give.lapse_hand_over(offered.code, cast.clock).phase == "in_work"
    online = give.register_dossier(filed(channel="online", papers={}), cast.owner)
    silent = give.lapse_hand_over(online.code, cast.clock)
    assert (silent.phase, silent.needs_coordinator) == ("received", True)


@pytest.mark.parametrize(
    ("verb", "status", "outcome"),
    [
        (lambda code, cast: give.stop_dossier(code, cast.officer, reason="no_supplement"), "8", "stopped"),
        (lambda code, cast: give.withdraw_dossier(code, cast.officer), "7", "withdrawn"),
    ],
)
def test_a_waiting_dossier_can_be_stopped_or_withdrawn(
    cast: Cast, verb: Callable[[str, Cast], Dossier], status: str, outcome: str
) -> None:
    code = accepted(cast).code
    give.request_supplement(code, cast.officer, text="Thiếu tờ khai.")
    ended = verb(code, cast)
    assert (ended.phase, ended.outcome, status_code(ended), ended.wait_reason) == ("closed", outcome, status, "")
    assert {state for _role, state in roles(ended).values()} == {"done"}


def test_a_refusal_needs_its_reason_in_words(cast: Cast) -> None:
    code = registered(cast).code
    with pytest.raises(Invalid) as refusal:
        give.refuse_dossier(code, cast.officer, reason="conditions_not_met")
    assert "note" in refusal.value.fields
    refused = give.refuse_dossier(code, cast.officer, reason="conditions_not_met", text="Chưa đủ tuổi.")
    assert status_code(refused) == "3"


def test_an_apology_names_a_working_day_and_keeps_the_appointment(cast: Cast) -> None:
    with clock.at(MONDAY):
        dossier = accepted(cast, procedure=MARITAL, papers=WHOLE)
    with clock.at(MONDAY + 7 * DAY):
        for wrong in (date(2026, 11, 27), date(2026, 12, 5), date(2027, 12, 1)):
            with pytest.raises(Invalid):
                give.apologise(dossier.code, cast.officer, reason="field_check", new_day=wrong)
        late = give.apologise(dossier.code, cast.officer, reason="field_check", new_day=date(2026, 12, 3))
    assert late.due_at == datetime(2026, 12, 3, 10, tzinfo=UTC)
    assert late.appointment_at == dossier.appointment_at
    with clock.at(MONDAY + 8 * DAY):
        give.finish_dossier(dossier.code, cast.officer, outcome="granted", text="Xong.")
        give.return_result(dossier.code, cast.officer)
    assert not end_of(dossier)["is_on_time"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"procedure": "drainage"}, "procedure"),
        ({"procedure": "2.000488"}, "procedure"),
        ({"contact": ContactData()}, "name"),
        ({"contact": ContactData(name="Thử", phone="gọi tôi")}, "phone"),
        ({"contact": ContactData(name="Thử", id_number="1; drop")}, "id_number"),
        ({"contact": ContactData(name="Thử\x00")}, "name"),
        ({"applicant_kind": "company"}, "applicant_kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"papers": {"castle": "paper"}}, "papers"),
        ({"papers": {"form": "population"}}, "papers"),
        ({"papers": {"form": "paper"}}, "papers"),
        ({"received_by": "ward-0"}, "received_by"),
        ({"address": "x" * 301}, "address"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        give.register_dossier(filed(**changes), cast.officer, is_accepted=True)
    assert field in refusal.value.fields
    assert not Dossier.objects.exists()
    assert not Fact.objects.filter(kind__startswith="dossier").exists()


def test_a_repeated_key_returns_the_first_dossier(cast: Cast) -> None:
    first = registered(cast, key="form-1")
    assert registered(cast, key="form-1").code == first.code
    assert Dossier.objects.count() == 1


def test_people_stand_in_the_vault_and_nowhere_in_the_journal(cast: Cast) -> None:
    dossier = again(accepted(cast))
    texts = " ".join(str(fact.data) + fact.subject for fact in Fact.objects.all())
    for private in ("Trần", "0900", "046000000001"):
        assert private not in texts
        assert private not in str(dossier.__dict__)


def test_only_its_desk_registers_what_comes_in_person_and_only_accounts_file_online(cast: Cast) -> None:
    for who in (cast.stranger, cast.owner, cast.operator, cast.nobody):
        with pytest.raises(NotAllowed):
            give.register_dossier(filed(), who)
    with pytest.raises(NotAllowed):
        give.register_dossier(filed(channel="online"), cast.nobody)
    online = give.register_dossier(filed(channel="online", papers={}), cast.owner)
    assert roles(online) == {WARD: ("lead", "offered")}
    assert dossier_view(online.code, cast.owner).is_mine
    for who in (cast.stranger, cast.neighbour, cast.nobody):
        with pytest.raises(NotFound):
            dossier_view(online.code, who)
    with pytest.raises(Invalid):
        give.register_dossier(filed(received_by=OTHER_WARD, procedure=BIRTH, channel="fax"), cast.stranger)
