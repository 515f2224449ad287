"""Desks that register in the same moment never get the same number."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from hueioc.config.city import load_city
from hueioc.dossiers.commands import register_dossier
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.tests.people import filed
from hueioc.people.rules import Actor
from tests.cast import WARD

DESK = Actor(ref="account:DESK", roles=frozenset({("officer", WARD)}))
TOGETHER, EACH = 4, 3


@pytest.mark.django_db(transaction=True)
def test_numbers_of_desks_that_register_at_once_differ_and_leave_no_gap() -> None:
    load_city()
    start = Barrier(TOGETHER)

    def register() -> list[str]:
        start.wait()
        try:
            return [register_dossier(filed(), DESK, is_accepted=True).code for _ in range(EACH)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as desks:
        found = [code for made in [desks.submit(register) for _ in range(TOGETHER)] for code in made.result()]
    assert sorted(int(code[-4:]) for code in found) == list(range(1, TOGETHER * EACH + 1))
    assert Dossier.objects.count() == TOGETHER * EACH
