"""A change and a release at once: what is sent is what was looked at, with real transactions on both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from hueioc.lib.refusals import Refusal
from hueioc.warnings import commands as give
from hueioc.warnings.models import Alert
from hueioc.warnings.tests.drafts import new, submitted
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_a_release_and_a_change_at_once_never_send_what_nobody_approved(cast: Cast) -> None:
    alert = submitted(cast)
    start, outcomes = threading.Barrier(3), []

    def act(name: str, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            deed()
            outcomes.append(name)
        except Refusal:
            pass
        connections.close_all()

    deeds: dict[str, Callable[[], Any]] = {
        "coordinator": lambda: give.release_warning(alert.code, cast.coordinator, version=alert.version),
        "leader": lambda: give.release_warning(alert.code, cast.leader, version=alert.version),
        "change": lambda: give.change_warning(alert.code, cast.operator, new(level=3), version=alert.version),
    }
    threads = [threading.Thread(target=act, args=pair) for pair in deeds.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1
    found = Alert.objects.get(pk=alert.pk)
    assert found.is_released == (outcomes != ["change"])
    assert found.level == (3 if outcomes == ["change"] else 2)
    if found.is_released:
        assert found.approved_digest == found.digest == alert.digest
