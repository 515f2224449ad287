"""What all routes of the site have in common: each is told by its name, and the API answers HEAD like GET."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hueioc.lib import tracing

Answer = Callable[[HttpRequest], HttpResponse]


class RouteName:
    """Tells the gate which route answered, by its name: an address may hold codes, numbers and tokens.

    The outermost of the middlewares, so that answers of the others are named too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            trace = tracing.current.get()
            if trace is not None:
                trace.route = route_name(request)


class HeadOfApi:
    """A question for the head of an answer of the API is answered like one for all of it; the server drops the body."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD" or not request.path_info.startswith("/api/"):
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


def route_name(request: HttpRequest) -> str:
    """The name of the page or interface, `static` for files, `none` for an address nobody answers."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else tracing.UNKNOWN
