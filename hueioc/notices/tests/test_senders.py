"""Several senders at once: each notice goes out once."""

import threading
from typing import Any

import pytest
from django.db import connections

from hueioc.cases.commands import open_case
from hueioc.journal.runner import catch_up
from hueioc.notices.commands import deliver_due
from hueioc.notices.models import Notice
from hueioc.people.rules import ContactData
from tests.cast import Cast, report

pytestmark = pytest.mark.django_db(transaction=True)
NOTICES, SENDERS = 12, 4


def test_senders_at_the_same_time_send_each_notice_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(NOTICES):
        open_case(report(contact=ContactData(email=f"thu-{number}@example.org")), cast.owner)
    catch_up()
    sent: list[str] = []
    # Nobody may finish a first message before everybody holds one, or there would be no race.
    together = threading.Barrier(SENDERS, timeout=30)
    has_met = threading.local()

    def send(message: Any) -> None:
        assert not connections["default"].in_atomic_block
        if not getattr(has_met, "yes", False):
            has_met.yes = True
            together.wait()
        sent.append(message.extra_headers["Message-ID"])

    monkeypatch.setattr("hueioc.notices.commands.telling.EmailMessage.send", send)
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(deliver_due())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == len(set(sent)) == sum(counts) == NOTICES
    assert set(Notice.objects.filter(channel="direct").values_list("state", flat=True)) == {"sent"}
