"""Another return, a new unit, a merged ward are changes of packs only; packs that do not fit are told in sentences."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hueioc.lib import clock
from hueioc.lib.packs import open_city, read_toml
from hueioc.people.commands import load_units
from hueioc.people.queries import forget_register, units_with_role
from hueioc.people.rules import rule
from hueioc.questions.tests.people import browser
from hueioc.returns import commands as give
from hueioc.returns import queries
from hueioc.returns.models import Return
from hueioc.returns.pack import Form, checks
from hueioc.returns.tests.people import CLERK, FILLED, FORM, given, officer_of, opened
from tests.cast import OTHER_WARD, WARD, Cast

CITY = Path(settings.PACKS) / "cities" / settings.CITY
_PACK = """
code = "street-lamps"
names = { vi = "Đèn đường", en = "Street lamps" }
service = "ret_land"
legal_basis = { vi = "Ví dụ", en = "Example" }
period = "month"
due = { day = 10, months_after = 1 }
opens_days = 12
answered_by = "ward"
collected_by = "environment_department"
remind_days = [1]
source = "invented for a test"
status = "example"

[[field]]
code = "lamps"
names = { vi = "Số đèn", en = "Lamps" }
figure = true
open = true

[[field]]
code = "burning"
names = { vi = "Đang sáng", en = "Burning" }

[[field]]
code = "share"
names = { vi = "Tỷ lệ sáng", en = "Share that burns" }
type = "share"
formula = "burning / lamps * 100"
required = false

[[check]]
code = "part"
rule = "burning <= lamps"
names = { vi = "Nhiều hơn tổng số.", en = "More than there are." }

[[example]]
values = { lamps = 40, burning = 30 }
gives = { share = 75 }
"""


def _form(folder: Path, change: Callable[[str], str] = str) -> Form:
    (folder / "return.toml").write_text(change(_PACK), "utf-8")
    return read_toml(folder / "return.toml", Form)


def test_another_return_is_a_pack_and_nothing_else(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    more = (*queries.forms(), _form(tmp_path))
    monkeypatch.setattr("hueioc.returns.queries.packs._read", lambda packs, city: more)
    one = opened(WARD, form="street-lamps")
    given(one, officer_of(WARD), {"lamps": "40", "burning": "31"})
    one = give.accept_return(one.code, officer_of("dept-agriculture-environment"))
    assert one.accepted["share"] == "77.5"
    page = browser(None).get("/returns/figures/street-lamps/lamps/").content.decode()
    assert "40" in page
    assert "Đèn đường" in page


def _unit(code: str, name: str, **more: object) -> dict[str, object]:
    names = {"vi": name, "en": name}
    return {"code": code, "kind": "ward", "names": names, "short_names": names, "roles": ["ward"], "area": "", **more}


def test_a_new_unit_owes_what_is_open_and_a_merged_ward_goes_up_in_its_successor(cast: Cast) -> None:
    before, merged_on = datetime(2026, 11, 2, 3, tzinfo=UTC), date(2026, 12, 1)
    wards = [one.code for one in units_with_role("ward", before.date())]
    with clock.at(before):
        for code in (WARD, OTHER_WARD):
            given(opened(code, period="2026-M10"), officer_of(code), FILLED)
        assert Return.objects.count() == len(wards)
        load_units([_unit("ward-new", "Phường Mới")])
        forget_register()
        assert queries.ToOpen(FORM, "2026-M10") in queries.periods_to_open(before)
        assert give.open_returns(FORM, "2026-M10", rule("test")) == 1, "only the new one"
    last = merged_on - timedelta(days=1)
    load_units(
        [
            _unit(WARD, "Phường Cũ A", successor="ward-one", valid_to=last),
            _unit(OTHER_WARD, "Phường Cũ B", successor="ward-one", valid_to=last),
            _unit("ward-one", "Phường Hợp Nhất", valid_from=merged_on),
        ]
    )
    forget_register()
    with clock.at(datetime(2027, 1, 4, 3, tzinfo=UTC)):
        give.open_returns(FORM, "2026-M11", rule("test"))
        assert not Return.objects.filter(period="2026-M11", unit="ward-one").exists(), "the old ones owe it"
        give.open_returns(FORM, "2026-M12", rule("test"))
        owed = set(Return.objects.filter(period="2026-M12").values_list("unit", flat=True))
        assert "ward-one" in owed
        assert not owed & {WARD, OTHER_WARD}
        for code in (WARD, OTHER_WARD):
            given(Return.objects.get(period="2026-M11", unit=code), officer_of(code), FILLED | {"population": "100"})
        one = Return.objects.get(period="2026-M12", unit="ward-one")
        assert queries.proposals(one)["population"].text == "200", "the predecessors' last lines, added up"
        for code in (WARD, OTHER_WARD):
            give.accept_return(Return.objects.get(period="2026-M11", unit=code).code, CLERK)
        point = next(p for p in queries.series(FORM, "population", CLERK).points if p.period == "2026-M11")
        assert ("ward-one", "Phường Hợp Nhất", "200") in point.by_unit
    forget_register()


def test_packs_that_do_not_fit_are_told_in_sentences(tmp_path: Path) -> None:
    assert checks.check(CITY) == []
    wrong = {
        "speaks of candles": ('rule = "burning <= lamps"', 'rule = "candles <= lamps"'),
        "must compare two sides": ('rule = "burning <= lamps"', 'rule = "burning + lamps"'),
        "cannot be read": ('formula = "burning / lamps * 100"', 'formula = "burning / "'),
        "is computed from itself": ('formula = "burning / lamps * 100"', 'formula = "share + 1"'),
        "lacks its text in en": ('names = { vi = "Số đèn", en = "Lamps" }', 'names = { vi = "Số đèn" }'),
        "no unit plays the role": ('answered_by = "ward"', 'answered_by = "castle"'),
        "is no category": ('service = "ret_land"', 'service = "ret_moon"'),
        "instead of 75": ("burning = 30 }", "burning = 20 }"),
        "must be an indicator": ("figure = true\n", ""),
        "which is no field": ("gives = { share = 75 }", "gives = { stars = 1 }"),
        "from early to late": ("remind_days = [1]", "remind_days = [0, 1]"),
    }
    known = (open_city(CITY), {"ret_land"}, {"ward", "environment_department"})
    assert checks.faults_of(_form(tmp_path), "street-lamps", *known) == []
    for words, (old, new) in wrong.items():
        form = _form(tmp_path, lambda text, old=old, new=new: text.replace(old, new))  # type: ignore[misc]
        assert words in " ".join(checks.faults_of(form, "street-lamps", *known)), words
