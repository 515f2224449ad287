"""What the pages of meetings share: where a refusal stands, documents of the vault, private pages."""

from django.http import HttpRequest, HttpResponse

from hueioc.lib.documents import document_answer
from hueioc.meetings.queries import PaperFound
from hueioc.people.commands import open_file
from hueioc.people.rules import Actor

# Fields of the forms for what the commands call otherwise.
NEAREST = {"starts_at": "begins", "ends_at": "ends"}


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
    return document_answer(data, media_type, found.name, "document")
