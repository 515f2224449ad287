"""The page of the installation's health, for administrators."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of
from hueioc.upkeep import rules
from hueioc.upkeep.queries import state
from hueioc.upkeep.wording import follower_line, groups


def _allowed(request: HttpRequest) -> None:
    if not actor_of(request).has("admin"):
        raise NotAllowed(_("How the installation is, an administrator of the centre may see."))


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The whole page; its script takes the part below anew."""
    _allowed(request)
    return render(request, "upkeep/status.html", _content())


@require_safe
def status_part(request: HttpRequest) -> HttpResponse:
    """Only what changes, for the page that is already open."""
    _allowed(request)
    answer = render(request, "upkeep/part.html", _content())
    answer["Cache-Control"] = "no-store"
    return answer


def _content() -> dict[str, Any]:
    at = state()
    paces = at.journal.followers if at.journal else ()
    followers = [(one, follower_line(one, at.at)) for one in paces]
    parts = groups(at)
    lines = [line for group in parts for line in group.lines] + [line for _one, line in followers]
    return {
        "as_of": at.at,
        "zone": settings.TIME_ZONE,
        "groups": parts,
        "followers": followers,
        "level": rules.worst([line.level for line in lines]),
        "bad": [line for line in lines if line.level == rules.BAD],
        "watch": [line for line in lines if line.level == rules.WATCH],
        "listeners": at.listeners,
    }
