"""Steps have a clock: who holds one is warned, told when it is late, and the demo tells processes in every state."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from hueioc.demo.cast import members
from hueioc.demo.processing import tell_processes
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.notices.models import Notice
from hueioc.people.commands import open_account
from hueioc.people.rules import Actor
from hueioc.playbooks.clock import strike
from hueioc.playbooks.registry import playbooks
from hueioc.processes import commands as give
from hueioc.processes.models import Instance
from hueioc.processes.queries import flows
from hueioc.processes.tests.people import FINANCE, again, started
from hueioc.processes.tests.test_journey import BUY
from tests.cast import Cast


def test_the_holder_of_a_step_is_warned_and_called_once_each(cast: Cast) -> None:
    one = started(cast.officer, "purchase", **BUY)
    due_at = one.step_due_at
    assert due_at is not None
    for at in (due_at - timedelta(hours=1), due_at - timedelta(minutes=30), due_at + timedelta(hours=1)):
        with clock.at(at):
            strike(playbooks())
            strike(playbooks())
            catch_up()
    one = again(one)
    assert (one.warned_at is not None, one.overdue_told_at is not None) == (True, True)
    told = Notice.objects.filter(subject=one.ref, channel="app").values_list("recipient", "topic")
    head, centre = cast.head.ref, cast.coordinator.ref
    assert sorted(told) == sorted([(head, "offered"), (head, "due_soon"), (head, "overdue"), (centre, "overdue")])
    # The next step has a clock of its own.
    with clock.at(due_at + timedelta(hours=2)):
        give.advance_process(one.code, cast.head, values={"decision": "agree"})
    one = again(one)
    assert (one.unit, one.warned_at, one.overdue_told_at) == (FINANCE, None, None)
    assert one.due_at == one.first_due_at, "a late step makes the promise of the whole no later"
    give.reroute_step(one.code, cast.coordinator, unit="dept-justice")
    assert again(one).unit == "dept-justice"
    justice = Actor(ref="account:JUSTICE", roles=frozenset({("officer", "dept-justice")}))
    assert give.advance_process(one.code, justice, values={}).step == "buy"


@pytest.mark.once
def test_the_demo_tells_processes_in_every_state(city: None, settings: Any) -> None:
    settings.DEMO = True
    for member in members():
        open_account(origin="test", display_name=member.name, email=member.email)
    told = tell_processes(Event())
    missing = {flow.code for flow in flows()} - set(Instance.objects.values_list("service", flat=True))
    assert (told, missing) == (len(flows()), set())
    assert {"", "done"} <= set(Instance.objects.values_list("outcome", flat=True))
    assert not Instance.objects.filter(starter="").exists()
