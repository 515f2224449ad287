"""Bulletins as short messages: over the gateway where there is one, else simulated with a file that says so."""

from pathlib import Path
from typing import Any

import pytest

from hueioc.connectors.simulating import shown
from hueioc.connectors.sms.carrier import carry
from hueioc.notices.rules import Letter
from hueioc.notices.tests.gateway import running

pytestmark = pytest.mark.once
LETTERS = [Letter(f"bulletin-{n}", f"+8490000000{n}", "Nước lên", "…", "/n/ABC/") for n in (1, 9)]


def test_letters_go_over_the_gateway_where_there_is_one(settings: Any) -> None:
    with running() as server:
        settings.SMS_URL = server.address
        assert [(one.state, one.via) for one in carry(LETTERS)] == [("sent", "gateway")] * 2
        server.answers = [400, 400]
        assert [one.reason for one in carry(LETTERS)] == ["refused"] * 2


def test_without_one_it_simulates_and_hides_the_middle_of_numbers(settings: Any, tmp_path: Path) -> None:
    settings.SMS_URL, settings.HOME = "", tmp_path
    assert [(one.state, one.reason) for one in carry(LETTERS)] == [("delivered", ""), ("failed", "no_such_number")]
    assert [one["to"] for one in shown("sms")] == ["+849…09", "+849…01"]
