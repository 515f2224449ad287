"""The minutes on paper: a template filled with what the meeting knows, in the language of the request."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.meetings.queries import MeetingView, PaperFound, VoteView, meeting_view, shown
from hueioc.meetings.views.web import file_answer, private
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, said, unit_label

_PAGE = Path(__file__).with_name("minutes.typ")


@require_safe
def minutes_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Draft, checked or signed, as it stands; for who may read it."""
    view = meeting_view(code, actor_of(request))
    if not view.reads_minutes:
        raise NotFound(_("The minutes are not there yet, or not for you."))
    if view.meeting.signed_file:
        name = f"minutes-{view.meeting.code}.pdf"
        found = PaperFound(view.meeting.signed_file, name, "application/pdf", view.meeting.ref)
        return file_answer(request, found, actor_of(request))
    answer = HttpResponse(paper_of(view), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{view.meeting.code}.pdf"'
    return private(answer)


def paper_of(view: MeetingView) -> bytes:
    """The minutes as a PDF, in the active language."""
    # Texts go in as data and are never read as markup, so nothing that was written can change the page.
    language = (get_language() or "vi")[:2]
    inputs = {"data": json.dumps(sheet(view) | {"language": language}, ensure_ascii=False)}
    return bytes(typst.compile(str(_PAGE), sys_inputs=inputs, ignore_system_fonts=True))


def signed_paper_of(view: MeetingView, actor: Actor) -> bytes:
    """The minutes as they are when this person signs them now."""
    meeting = view.meeting
    meeting.phase, meeting.signed_by, meeting.closed_at = "closed", actor.ref, clock.now()
    return paper_of(view)


def state_words(view: MeetingView) -> str:
    """How far the minutes are."""
    meeting = view.meeting
    if meeting.phase == "closed":
        at = date_format(timezone.localtime(meeting.closed_at), "H:i d/m/Y") if meeting.closed_at else ""
        return _("Signed by %(name)s, %(at)s") % {"name": view.names.get(meeting.signed_by, "–"), "at": at}
    return _("Checked, not signed") if meeting.checked_at else _("Draft")


def sheet(view: MeetingView) -> dict[str, Any]:
    """Everything the paper says, as words that need no further thought."""
    meeting, look = view.meeting, shown(view.meeting)
    came = [one for one in view.invitees if one.came_at is not None]
    away = [one for one in view.invitees if one.came_at is None]
    return {
        "city": said(catalogue().pack.city.names),
        "unit": look["unit"],
        "title": _("Minutes"),
        "about": meeting.title,
        "number": meeting.code,
        "state": state_words(view),
        "facts": [
            [_("Time of the meeting"), look["when"]],
            [_("Place"), meeting.place or "–"],
            [_("Chair"), view.names.get(meeting.chair, "–")],
            [_("Secretary"), view.names.get(meeting.secretary, "–")],
        ],
        "parts": [
            [_("Agenda"), [f"{place}. {point.title}" for place, point in enumerate(view.points, 1)]],
            [_("Who was there (%(n)d)") % {"n": len(came)}, [view.who(one) for one in came]],
            [_("Who was not there (%(n)d)") % {"n": len(away)}, [_away(view, one) for one in away]],
            [_("What was said"), meeting.minutes.splitlines()],
            [_("Votes"), [_vote(one) for one in view.votes if one.vote.state == "closed"]],
            [_("Conclusions"), [_conclusion(one) for one in view.conclusions]],
        ],
        "signatures": [
            [_("Secretary"), view.names.get(meeting.secretary, "")],
            [_("Chair"), view.names.get(meeting.chair, "")],
        ],
        "none": _("None."),
    }


def _away(view: MeetingView, one: Any) -> str:
    return f"{view.who(one)} – {one.note}" if one.note else view.who(one)


def _vote(one: VoteView) -> str:
    kind = _("secret") if one.vote.is_secret else _("open")
    counted = "; ".join(f"{words}: {count}" for words, count, _names in one.lines)
    counted = counted or _("Too few ballots to tell how they fell.")
    given = _("%(given)d of %(may)d voted") % {"given": one.vote.given, "may": one.vote.may_vote}
    return f"{one.vote.number}. {one.vote.question} ({kind}, {given}) – {counted}"


def _conclusion(one: Any) -> str:
    if not one.unit:
        return str(one.text)
    until = date_format(one.due_on, "d/m/Y") if one.due_on else "–"
    return _("%(text)s (%(unit)s, until %(day)s)") % {"text": one.text, "unit": unit_label(one.unit), "day": until}
