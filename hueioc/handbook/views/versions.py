"""The versions of a page, and what changed between two of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hueioc.handbook.queries import change_between, page_view, versions_of
from hueioc.people.queries import actor_of


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


@require_safe
def versions_page(request: HttpRequest, code: str) -> HttpResponse:
    """All versions; `old` and `new` in the address are compared, without them the last two."""
    actor = actor_of(request)
    lines = versions_of(code, actor)
    view = page_view(code, actor)
    new = _number(request.GET.get("new", "")) or view.page.version
    old = _number(request.GET.get("old", "")) or max(1, new - 1)
    context = {
        "view": view,
        "page": view.page,
        "versions": lines,
        "old": old,
        "new": new,
        "change": change_between(code, actor, old, new) if old != new else None,
    }
    return render(request, "handbook/versions.html", context)
