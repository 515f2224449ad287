"""The page of notices inside the app."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hueioc.notices.commands import mark_read
from hueioc.notices.queries import my_notices
from hueioc.notices.texts import sentence
from hueioc.people.queries import actor_of


@login_required
@require_GET
def notices_page(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first; looking at them marks them as read."""
    actor = actor_of(request)
    rows = [{"notice": notice, "words": sentence(notice)} for notice in my_notices(actor)]
    mark_read(actor)
    frame = "ui/staff.html" if actor.is_staff else "ui/citizen.html"
    return render(request, "notices/notices.html", {"rows": rows, "frame": frame})
