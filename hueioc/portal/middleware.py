"""Turns a refusal into a page that says what is wrong and who can help, with the right status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.people.queries import actor_of
from hueioc.portal.owners import page_mark

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalPages:
    """Shows refusals that no page handled itself; a visitor who may not is asked to sign in first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a refusal, nothing for other errors."""
        if not isinstance(error, Refusal):
            return None
        if isinstance(error, NotAllowed) and request.method in ("GET", "HEAD") and actor_of(request).kind == "anyone":
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return render(request, "portal/refusal.html", {"sentence": error.sentence}, status=error.status)


class PageOwner:
    """Marks every page with whose it is; the service worker keeps none of somebody else's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method in ("GET", "HEAD") and answer.get("Content-Type", "").startswith("text/html"):
            answer["X-Page-Owner"] = page_mark(request)
        return answer
