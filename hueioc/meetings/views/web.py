"""What the pages of meetings share: refusals beside their field, documents of the vault, private pages."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from hueioc.lib.refusals import Refusal
from hueioc.meetings.queries import PaperFound
from hueioc.people.commands import open_file
from hueioc.people.rules import Actor


def put_into(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal where it belongs: beside its fields, and above the form what has no field here."""
    near = {"starts_at": "begins", "ends_at": "ends"}
    for name, sentence in refusal.fields.items():
        nearest = near.get(name, name)
        form.add_error(nearest if nearest in form.fields else None, str(sentence))
    if not refusal.fields:
        form.add_error(None, str(refusal.sentence))


def private(answer: HttpResponse) -> HttpResponse:
    """No browser keeps the page. That no address goes to another site is the policy of all pages already.

    A stricter one would make browsers hide where a form came from, and the guard against forged forms refuse it.
    """
    answer["Cache-Control"] = "no-store"
    return answer


def file_answer(request: HttpRequest, found: PaperFound, actor: Actor) -> HttpResponse:
    """One document of the vault; every look is logged before it happens."""
    if request.method == "HEAD":
        return HttpResponse(content_type=found.media_type)
    data, media_type = open_file(found.ref, actor=actor, reason="meeting", about=found.about)
    answer = HttpResponse(data, content_type=media_type)
    ending = "pdf" if media_type == "application/pdf" else "jpg"
    name = f"{found.name.rpartition('.')[0] or 'document'}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return private(answer)
