"""Turns conclusions of a meeting into directives in one step: joins two rooms that are strangers to each other."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hueioc.directives.commands import give_directive
from hueioc.directives.queries import fields_of_directives
from hueioc.directives.rules.intake import LONGEST_TITLE, NewDirective
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.meetings.commands import note_directive
from hueioc.meetings.queries import MeetingView, meeting_view
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, page_of


@require_POST
def direct(request: HttpRequest, code: str) -> HttpResponse:
    """Every conclusion that names a unit and a day, and was not given yet, becomes a directive: all of them or none."""
    actor = actor_of(request)
    try:
        given = direct_conclusions(code, actor)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed) or refusal.status == 404:
            raise
        messages.error(request, str(refusal.sentence))
        return redirect("meeting-page", code=code)
    words = ngettext("%(n)d directive was given.", "%(n)d directives were given.", given) % {"n": given}
    messages.success(request, words)
    return redirect("meeting-page", code=code)


def direct_conclusions(code: str, actor: Actor) -> int:
    """How many directives were given. Raises NotAllowed for whoever is no leader and host of the meeting."""
    view = meeting_view(code, actor)
    if not actor.has("leader") or "direct" not in view.can:
        raise NotAllowed(_("A leader of the city who chairs the meeting gives its conclusions as directives."))
    given = 0
    with transaction.atomic():
        for one in view.conclusions:
            if one.unit and one.due_on and not one.directive:
                made = give_directive(_directive(view, one.pk, one.text, one.unit, one.due_on), actor)
                note_directive(code, actor, conclusion=one.pk, directive=made.ref)
                given += 1
    return given


def _directive(view: MeetingView, number: int, text: str, unit: str, due_on: date) -> NewDirective:
    """The conclusion as a directive; where it came from travels along, and so does confidentiality."""
    meeting = view.meeting
    fields = fields_of_directives(catalogue().calendar.local_day(clock.now()))
    line = text.strip().splitlines()[0]
    return NewDirective(
        title=line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…",
        text=_("%(text)s\n\nConclusion of the meeting “%(title)s” (%(number)s).")
        % {"text": text, "title": meeting.title, "number": meeting.code},
        lead=unit,
        due_on=due_on,
        field=fields[-1].code if fields else "",
        is_confidential=meeting.is_confidential,
        origin="meeting",
        origin_ref=meeting.ref,
        origin_path=page_of(meeting.ref),
        # Two presses in one moment give one directive.
        key=f"{meeting.ref}/{number}",
    )
