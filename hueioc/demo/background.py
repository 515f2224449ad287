"""The background work of the demo: fills an empty city with a first morning, then goes on at a visible pace."""

import logging
from threading import Event

from django.conf import settings
from django.db import close_old_connections

from hueioc.cases.queries import Filters, cases_for
from hueioc.demo.script import script
from hueioc.demo.story import Story
from hueioc.people.rules import machine

log = logging.getLogger(__name__)
FIRST_STEPS = 150
PACE_SECONDS = 6.0


def play(stop: Event) -> None:
    """Play until told to stop; nothing at all outside a demo."""
    words = script() if settings.DEMO else None
    if words is None:
        return
    story = Story(words)
    watcher = machine("demo", frozenset({("operator", "")}))
    missing = max(0, FIRST_STEPS - 3 * cases_for(watcher, Filters(), size=1).total)
    while not stop.is_set():
        story.step()
        close_old_connections()
        quick = missing > 0
        missing -= 1
        stop.wait(0.05 if quick else PACE_SECONDS)


BACKGROUND = [play]
