"""The citizen's other pages: the receipt, following one's own and others' reports, and what is public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hueioc.cases.commands import join_case, leave_case
from hueioc.cases.forms import category_choices, unit_choices
from hueioc.cases.queries import (
    Filters,
    case_by_secret,
    case_view,
    joined_cases,
    list_shown,
    own_cases,
    public_cases,
    shown,
    trace_sentences,
)
from hueioc.cases.views.visitor import hold, person_of
from hueioc.lib.qr import qr_path
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import actor_of
from hueioc.places.queries import local_areas
from hueioc.workflow.queries import catalogue, phase_label


@require_safe
def follow_page(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The secret link: opens the report in this browser and leaves the secret out of the address from then on."""
    case = case_by_secret(code, secret)
    if case is None:
        raise NotFound(_("This link is not valid. Check that it was copied whole."))
    hold(request, case)
    return redirect("case-page", code=code)


@require_safe
def receipt_page(request: HttpRequest, code: str) -> HttpResponse:
    """What happens next and by when, with the number and the secret link."""
    view = case_view(code, actor_of(request))
    if not view.is_mine:
        raise NotFound(_("There is no such report, or it is not yours."))
    link = request.build_absolute_uri(reverse("case-follow", args=[code, view.case.secret]))
    context = {
        **shown(view.case, text=view.description),
        "link": link,
        "qr": qr_path(link),
        "trace": trace_sentences(view.case),
        "photos": view.photos,
    }
    return render(request, "cases/receipt.html", context)


@require_POST
def join_page(request: HttpRequest, code: str) -> HttpResponse:
    """Me too: one press, told at once how many there are; the same button undoes it."""
    many = join_case(code, actor_of(request), person=person_of(request, make=True))
    said = ngettext(
        "You follow this report. %(n)d person besides the reporter has met it.",
        "You follow this report. %(n)d people besides the reporter have met it.",
        many,
    )
    messages.success(request, said % {"n": many})
    return redirect("case-mine")


@require_POST
def leave_page(request: HttpRequest, code: str) -> HttpResponse:
    """Stop following the report of somebody else."""
    leave_case(code, actor_of(request), person=person_of(request))
    messages.success(request, _("You do not follow this report any more."))
    return redirect("case-mine")


@require_safe
def public_list_page(request: HttpRequest) -> HttpResponse:
    """Published reports, with filters in the address."""
    get = request.GET
    filters = Filters(
        categories=tuple(filter(None, [get.get("category", "")])),
        phases=tuple(filter(None, [get.get("phase", "")])),
        unit=get.get("unit", ""),
        area=get.get("area", ""),
        text=get.get("q", "")[:200],
    )
    found = public_cases(filters, page=page_number(request), size=20)
    context = {
        "found": found,
        "rows": [shown(case) for case in found.cases],
        "categories": category_choices()[1:],
        "units": unit_choices()[1:],
        "areas": sorted((area.code, area.name(request.LANGUAGE_CODE)) for area in local_areas()),
        "phases": _phases(),
        "picture": list_shown(found.cases) if get.get("view") == "map" else None,
        "is_map": get.get("view") == "map",
        "is_filtered": any(get.get(name) for name in ("category", "phase", "unit", "area", "q")),
    }
    return render(request, "cases/public_list.html", context)


def page_number(request: HttpRequest) -> int:
    """The page asked for; anything that is no number means the first."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _phases() -> list[tuple[str, str]]:
    known = catalogue()
    first = known.groups()[0].code
    return [(phase.code, phase_label(first, phase.code)) for phase in known.process_of(first).phase]


@require_safe
def mine_page(request: HttpRequest) -> HttpResponse:
    """Reports of the signed-in person, those whose secret link was opened here, and those of others one follows."""
    rows = [shown(case, text=case.description) for case in own_cases(actor_of(request))]
    joined = [shown(case) for case in joined_cases(person_of(request))]
    return render(request, "cases/mine.html", {"rows": rows, "joined": joined})
