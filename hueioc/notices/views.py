"""The page of notices inside the app."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hueioc.notices.commands import mark_read
from hueioc.notices.queries import my_notices, unread
from hueioc.notices.texts import sentence
from hueioc.people.queries import actor_of


@login_required
@require_GET
def notices_page(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first."""
    actor = actor_of(request)
    rows = [{"notice": notice, "words": sentence(notice)} for notice in my_notices(actor)]
    frame = "ui/staff.html" if actor.is_staff else "ui/citizen.html"
    return render(request, "notices/notices.html", {"rows": rows, "frame": frame, "unread": unread(actor)})


@login_required
@require_POST
def read_page(request: HttpRequest) -> HttpResponse:
    """I have seen them; only a person who says so marks them, never a program that fetches the page."""
    mark_read(actor_of(request))
    return redirect("notices")
