"""A month of forty wards: opened by the clock, two late, one corrected, added up at the city, a figure that is read."""

import json
from datetime import timedelta

from django.test import Client

from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.people.queries import units_with_role
from hueioc.people.rules import rule
from hueioc.playbooks.returns import PLAYBOOKS
from hueioc.returns import commands as give
from hueioc.returns import queries
from hueioc.returns.models import Edition, Return
from hueioc.returns.tests.people import (
    CLERK,
    DUE_DAY,
    FILLED,
    FORM,
    LATE_DAY,
    OPEN_DAY,
    PERIOD,
    given,
    officer_of,
    typed,
)
from tests.cast import OTHER_WARD, WARD, Cast

MAI, TUAN = officer_of(WARD, "MAI"), officer_of(OTHER_WARD, "TUAN")
LAN = CLERK  # Ms Lan collects at the department of health


def _strike(name: str) -> int:
    book = next(one for one in PLAYBOOKS if one.name == name)
    steps = book.plan(clock.now())
    for step in steps:
        book.act(step)
    return len(steps)


def _punctuality_is_read_by_whom_it_concerns() -> None:
    kept = {one.code: one for one in queries.kept_by_unit(LAN)}
    assert (len(kept), kept[WARD].late, kept[WARD].corrected, kept[WARD].share) == (40, 1, 1, 0.0)
    assert kept["ward-19774"].share == 1.0
    assert [one.code for one in queries.kept_by_unit(MAI)] == [WARD], "a ward reads its own line"


def test_a_month_of_forty_wards_with_two_late_and_one_corrected(cast: Cast) -> None:
    wards = [one.code for one in units_with_role("ward", OPEN_DAY.date())]
    assert len(wards) == 40
    with clock.at(OPEN_DAY):
        opened = {step.subject for step in PLAYBOOKS[0].plan(OPEN_DAY)}
        assert FORM in opened
        give.open_returns(FORM, PERIOD, rule("returns"))
        assert give.open_returns(FORM, PERIOD, rule("returns")) == 0, "nobody owes it twice"
        rows = {one.unit: one for one in Return.objects.filter(form=FORM, period=PERIOD)}
        assert set(rows) == set(wards)
        for code in wards:
            if code not in (WARD, OTHER_WARD):
                given(rows[code], officer_of(code))
        found = queries.gathered(FORM, PERIOD, LAN)
        assert (len(found.given), {one.unit for one in found.missing}) == (38, {WARD, OTHER_WARD})
        assert found.totals["births"].value == 38 * 21
        assert found.late == []
    with clock.at(DUE_DAY + timedelta(hours=1)):
        assert _strike("return-reminder") == 2, "only who owes it is reminded"
        assert {json.loads(fact.data)["verb"] for fact in Fact.objects.filter(kind="return.noted")} == {"due_soon"}
    with clock.at(LATE_DAY):
        assert len(queries.gathered(FORM, PERIOD, LAN).late) == 2
        given(rows[WARD], MAI, FILLED | {"births": "1000"})
        given(rows[OTHER_WARD], TUAN)
        typed(Return.objects.get(pk=rows[WARD].pk), MAI, {"births": "30"})
        assert queries.gathered(FORM, PERIOD, LAN).totals["births"].value == 39 * 21 + 1000, "a draft is not given"
        give.correct_return(rows[WARD].code, MAI, reason="typing_error", remark="Gõ thừa số không.")
        found = queries.gathered(FORM, PERIOD, LAN)
        assert (len(found.given), len(found.late), len(found.corrected)) == (40, 2, 1)
        assert found.totals["births"].value == 39 * 21 + 30
        assert [one.values["births"] for one in Edition.objects.filter(of=rows[WARD]).order_by("number")] == [
            "1000",
            "30",
        ]
        for code in wards:
            give.accept_return(rows[code].code, LAN)
        page = Client().get(f"/returns/figures/{FORM}/births/").content.decode()
        assert "849" in page
        assert "40 ÷ 40" in page
        facts = [json.loads(fact.data) for fact in Fact.objects.filter(kind="return.figure", visibility="public")]
        assert sum(fact["value"] for fact in facts if fact["field"] == "births") == 849
        assert queries.gathered(FORM, PERIOD, LAN).total_words(queries.form_of(FORM).by_code["births"]) == "849"
        csv = b"".join(Client().get("/returns/figures.csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert f"{FORM},births,{PERIOD},2026-10-01,2026-10-31,,40,849.0" in csv
        assert "third_child" not in csv, "what the pack does not open stays inside"
        _punctuality_is_read_by_whom_it_concerns()
    late = Return.objects.filter(form=FORM, resolved_at__gt=LATE_DAY - timedelta(days=1)).count()
    assert late == 2, "a correction makes nothing late that was in time, and heals nothing that was late"
