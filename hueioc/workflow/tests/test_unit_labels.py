"""Old work keeps the name of the unit that did it, and says who stands for it today."""

import pytest
from django.utils import translation

from hueioc.people.queries import unit, units
from hueioc.workflow.queries import unit_label
from tests.cast import WARD

pytestmark = pytest.mark.usefixtures("city")


def test_a_unit_of_today_is_called_by_its_name() -> None:
    known = unit(WARD)
    assert known is not None
    assert unit_label(WARD) == known.name()


def test_a_unit_that_ended_shows_both_names() -> None:
    former = next(u for u in units().values() if u.valid_to and u.successor)
    now = unit(former.successor)
    assert now is not None
    with translation.override("vi"):
        assert unit_label(former.code) == f"{former.name()} (nay là {now.name()})"


def test_a_unit_that_ended_without_a_successor_keeps_its_name_and_an_unknown_one_its_code() -> None:
    former = next(u for u in units().values() if u.valid_to and not u.successor)
    assert unit_label(former.code) == former.name()
    assert unit_label("nobody") == "nobody"
