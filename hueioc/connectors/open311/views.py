"""The addresses of the standard: each view answers in the format its address ends with."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from hueioc.cases.queries import Filters, number_of_token, public_cases, receipt_of
from hueioc.connectors.open311.connector import CHANNEL, check_jurisdiction, file_report, service_of
from hueioc.connectors.open311.definitions import questions_of
from hueioc.connectors.open311.faults import Fault
from hueioc.connectors.open311.formats import CONTENT_TYPES, Document
from hueioc.connectors.open311.parameters import read_wanted
from hueioc.connectors.open311.records import (
    BLANKS,
    city_zone,
    definition_record,
    receipt_record,
    request_records,
    service_record,
)
from hueioc.connectors.open311.requests import read_given
from hueioc.lib import clock
from hueioc.workflow.queries import catalogue

_LAID_DOWN = re.compile("[0-9a-f]{48}")
CHANGED_ON = "2026-11-23T00:00:00+00:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
Answer = Callable[..., Document]


def _answers(**methods: Answer) -> Callable[..., HttpResponse]:
    """A view that answers each method with a document, and everything else with the standard's errors."""
    known = {**methods, **({"HEAD": methods["GET"]} if "GET" in methods else {})}

    def view(request: HttpRequest, form: str, **place: Any) -> HttpResponse:
        try:
            if request.method not in known:
                raise Fault(405, _("This address does not take this method."))
            check_jurisdiction(request.GET.get("jurisdiction_id", "").strip())
            answer = known[request.method](request, **place).write(form)
        except Fault as fault:
            answer = fault.write(form)
            if fault.status == 405:
                answer["Allow"] = ", ".join(sorted({*known, "OPTIONS"}))
        # Everything here is public or guarded by a key of its own, so pages of other sites may read it.
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return csrf_exempt(wraps(next(iter(methods.values())))(view))


def _discovery(request: HttpRequest) -> Document:
    city = catalogue().pack.city
    return Document(
        "discovery",
        {
            "changeset": CHANGED_ON,
            "contact": _contact(request),
            "key_service": _contact(request),
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": request.build_absolute_uri("/" + request.path.strip("/").rpartition("/")[0]),
                    "jurisdiction": city.code,
                    "changeset": CHANGED_ON,
                    "type": "test" if settings.DEMO else "production",
                    "formats": [CONTENT_TYPES["xml"].split(";")[0], CONTENT_TYPES["json"].split(";")[0]],
                }
            ],
        },
    )


def _contact(request: HttpRequest) -> str:
    brand = catalogue().pack.city.brand
    name = brand.names.get(get_language() or "") or next(iter(brand.names.values()))
    return f"{name}, {brand.hotline}, {request.build_absolute_uri('/')}"


def _services(request: HttpRequest) -> Document:
    leaves = catalogue().leaves(clock.today())
    return Document("services", [service_record(leaf, has_definition=bool(questions_of(leaf.code))) for leaf in leaves])


def _service(request: HttpRequest, code: str) -> Document:
    questions = questions_of(service_of(code).code)
    if not questions:
        raise Fault(404, _("This service asks for nothing more, so it has no definition."))
    return Document("service_definition", definition_record(code, questions))


def _requests(request: HttpRequest) -> Document:
    wanted = read_wanted(request.GET.dict(), now=clock.now(), zone=city_zone())
    by = Filters(
        codes=wanted.ids,
        categories=wanted.services,
        phases=wanted.phases,
        since=wanted.since,
        until=wanted.until,
    )
    listed = public_cases(by, page=wanted.page, size=wanted.size)
    # The list repeats its last page; a client that counts pages must see the end.
    found = request_records(listed, request, is_extended=wanted.is_extended) if listed.page == wanted.page else []
    return Document("service_requests", found, BLANKS)


def _request(request: HttpRequest, code: str) -> Document:
    wanted = read_wanted({**request.GET.dict(), "service_request_id": code}, now=clock.now(), zone=city_zone())
    listed = public_cases(Filters(codes=(code,)), size=1)
    found = request_records(listed, request, is_extended=wanted.is_extended)
    receipt = None if found else receipt_of(code, channel=CHANNEL)
    if receipt is not None:
        found = [receipt_record(receipt)]
    if not found:
        raise Fault(404, _("There is no such request, or it is not public."))
    return Document("service_requests", found, BLANKS)


def _token(request: HttpRequest, token: str) -> Document:
    """The number behind a token: of a report that was laid down while the database was away, else the number itself."""
    if _LAID_DOWN.fullmatch(token):
        number = number_of_token(token)
        if number is None:
            raise Fault(404, _("There is no request with this token yet. Ask again in a moment."))
        return Document("service_requests", [{"service_request_id": number, "token": token}])
    _request(request, token)
    return Document("service_requests", [{"service_request_id": token, "token": token}])


def _file(request: HttpRequest) -> Document:
    given = read_given(request)
    check_jurisdiction(given.fields.get("jurisdiction_id", "").strip())
    number = file_report(
        given,
        api_key=given.fields.get("api_key", "").strip(),
        language=get_language() or "",
        repeat_key=request.headers.get("Idempotency-Key", "").strip(),
    )
    return received(number)


def received(number: str) -> Document:
    """The answer to a report that was taken in, in the language in force."""
    notice = _("Received. It becomes public after somebody has read it.")
    return Document("service_requests", [{"service_request_id": number, "service_notice": str(notice)}])


def _nothing(request: HttpRequest, **place: Any) -> Document:
    raise Fault(404, _("There is nothing here. Addresses end with .xml or .json."))


discovery = _answers(GET=_discovery)
services = _answers(GET=_services)
service = _answers(GET=_service)
requests = _answers(GET=_requests, POST=_file)
one_request = _answers(GET=_request)
token = _answers(GET=_token)
nothing = _answers(GET=_nothing, POST=_nothing, PUT=_nothing, PATCH=_nothing, DELETE=_nothing)
