"""The JSON API of the whole house under /api/v1: routers of the rooms, one form of error, OpenAPI 3.1."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from hueioc.config import rooms
from hueioc.lib.refusals import Refusal

api = NinjaAPI(
    title="HueIOC",
    version="1",
    urls_namespace="api-1",
    description="Reports of citizens and open figures of the city. Errors are sentences in the language asked for.",
)


def _answer(request: HttpRequest, status: int, sentence: str, fields: dict[str, str] | None = None) -> HttpResponse:
    return api.create_response(request, {"error": sentence, "fields": fields or {}}, status=status)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    fields = {name: str(sentence) for name, sentence in refusal.fields.items()}
    return _answer(request, refusal.status, str(refusal.sentence), fields)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = {str(fault["loc"][-1]): _sentence(fault) for fault in error.errors}
    return _answer(request, 400, _("Some of this cannot be read. Correct the fields named here."), fields)


def _sentence(fault: dict[str, Any]) -> str:
    kind = str(fault.get("type", ""))
    if kind == "missing":
        return _("This is missing.")
    if kind == "timezone_aware":
        return _("Give the time with its time zone.")
    if kind.startswith(("float", "int", "finite")):
        return _("Give a number.")
    if kind.startswith("datetime"):
        return _("Give date and time as in 2026-11-23T10:24:00+07:00.")
    if kind.startswith("string_too_long"):
        return _("This is too long.")
    return _("This has the wrong form.")


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status_code == 400:
        return _answer(request, 400, _("The body cannot be read. Send JSON in UTF-8."))
    return _answer(request, error.status_code, str(error))


for module in rooms.modules("api"):
    api.add_router("", module.router)
