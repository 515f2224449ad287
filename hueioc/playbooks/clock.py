"""The clock that strikes for playbooks: asks each what is due now and lets it give its commands, one by one."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from django.db import close_old_connections

from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.lib.together import leave_room

log = logging.getLogger(__name__)
TICK_SECONDS = 5.0


@dataclass(frozen=True)
class Step:
    """One command a playbook would give: about what, and a few codes that say which."""

    subject: str
    detail: str = ""


@dataclass(frozen=True)
class Playbook:
    """When this hour strikes, give that command.

    `plan` lists what is due at an instant and changes nothing, so it is the dry-run too; `act` gives the command
    for one step and may be refused when the state has moved on meanwhile.
    """

    name: str
    meaning: str
    plan: Callable[[datetime], Sequence[Step]]
    act: Callable[[Step], object]


def strike(playbooks: Sequence[Playbook]) -> int:
    """Let every playbook act once; returns how many commands were given. One refusal never stops the rest."""
    given = 0
    for playbook in playbooks:
        for step in playbook.plan(clock.now()):
            began = time.monotonic()
            try:
                playbook.act(step)
                given += 1
            except Refusal as refusal:
                log.info("playbook %s refused for %s: %s", playbook.name, step.subject, type(refusal).__name__)
            # After days away thousands of deadlines have passed; telling of them must not keep out new reports.
            leave_room(time.monotonic() - began)
    return given


def keep_striking(stop: Event, playbooks: Sequence[Playbook]) -> None:
    """Strike every few seconds until told to stop; a failure is logged and tried again at the next tick."""
    while not stop.is_set():
        try:
            strike(playbooks)
        except Exception:
            log.exception("the clock of the playbooks failed; it goes on")
        close_old_connections()
        stop.wait(TICK_SECONDS)
