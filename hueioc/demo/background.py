"""The background work of the demo: gives an empty city a past, then goes on at a visible pace."""

import logging
from threading import Event

from django.conf import settings
from django.db import close_old_connections

from hueioc.cases.queries import Filters, cases_for
from hueioc.demo.asking import tell_questions
from hueioc.demo.convening import tell_meetings
from hueioc.demo.directing import tell_directives
from hueioc.demo.filing import tell_dossiers
from hueioc.demo.history import tell_morning, tell_past
from hueioc.demo.measuring import measure
from hueioc.demo.pages import tell_pages
from hueioc.demo.processing import tell_processes
from hueioc.demo.rescuing import keep_registers, tell_rescues
from hueioc.demo.returning import tell_returns
from hueioc.demo.script import script
from hueioc.demo.story import Story
from hueioc.demo.warned import tell_warnings
from hueioc.people.rules import machine

log = logging.getLogger(__name__)
FIRST_STEPS = 40


def play(stop: Event) -> None:
    """Play until told to stop; nothing at all outside a demo, and nothing more than the past at pace 0."""
    if settings.EXERCISE:
        keep_registers()
        return
    words = script() if settings.DEMO else None
    if words is None:
        return
    story = Story(words)
    watcher = machine("demo", frozenset({("operator", "")}))
    is_empty = not cases_for(watcher, Filters(), size=1).total
    if is_empty:
        tell_past(story, stop)
        for _ in range(FIRST_STEPS):
            story.step()
        tell_morning(story)
        tell_dossiers(stop)
        tell_directives(stop)
        tell_pages(stop)
        tell_questions(stop)
        tell_meetings(stop)
        tell_processes(stop)
        tell_returns(stop)
        tell_warnings(stop)
        tell_rescues(stop)
    pace = float(settings.DEMO_PACE)
    while not stop.is_set() and pace:
        story.step()
        close_old_connections()
        stop.wait(pace)


BACKGROUND = [play, measure]
