"""Documents on paper, set by Typst: the appointment slip with its QR code, and the letter of apology."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hueioc.dossiers.queries import DossierView, dossier_view, reason_words
from hueioc.dossiers.templatetags.dossiers import amount
from hueioc.dossiers.views.web import tracking_address
from hueioc.lib.qr import qr_path
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.people.commands import reveal_contact
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import catalogue, category_name, said, unit_label

_SLIP = Path(__file__).with_name("slip.typ")
_LETTER = Path(__file__).with_name("apology.typ")


@require_POST
def slip_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The appointment slip: receipt of the papers, the day of the result, and how to follow the dossier."""
    view = dossier_view(code, actor_of(request))
    return _pdf(_SLIP, _slip(request, view) | _frame(request, view), f"slip-{code}")


@require_POST
def apology_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The letter of apology for the latest new day. Raises NotFound while nobody apologised."""
    view = dossier_view(code, actor_of(request))
    if not view.extensions:
        raise NotFound(_("There is no letter of apology yet. Name a new day first."))
    return _pdf(_LETTER, _letter(view) | _frame(request, view), f"apology-{code}")


def _pdf(page: Path, data: dict[str, Any], name: str) -> HttpResponse:
    # Texts go in as data and are never read as markup, so no name and no paper can change the page.
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    answer = HttpResponse(typst.compile(str(page), sys_inputs=inputs, ignore_system_fonts=True))
    answer["Content-Type"] = "application/pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _frame(request: HttpRequest, view: DossierView) -> dict[str, Any]:
    """What stands on every document: who writes, to whom, about what."""
    dossier = view.dossier
    if not view.is_party:
        raise NotAllowed(_("Only the desk and the agency of a dossier print its documents."))
    applicant = reveal_contact(
        dossier.applicant,
        actor=actor_of(request),
        reason="document of the dossier",
        about=dossier.ref,
        is_party=True,
    )
    return {
        "language": request.LANGUAGE_CODE[:2],
        "city": said(catalogue().pack.city.names),
        "motto": [said(one) for one in catalogue().pack.city.motto],
        "agency": unit_label(dossier.received_by),
        "made": _("Made %(at)s.") % {"at": _hour(timezone.now())},
        "fields": {"applicant": _("Applicant"), "number": _("Dossier number"), "procedure": _("Procedure")},
        "applicant": applicant.name,
        "phone": applicant.phone,
        "number": dossier.code,
        "procedure": f"{category_name(dossier.service)} ({dossier.service})",
    }


def _slip(request: HttpRequest, view: DossierView) -> dict[str, Any]:
    dossier = view.dossier
    names = {part.code: said(part.names) for part in view.procedure.parts} if view.procedure else {}
    address = tracking_address(request, dossier.code)
    code = qr_path(address)
    return {
        "title": _("Receipt and appointment for the result"),
        "headings": {
            "papers": _("Papers received"),
            "received": _("Received"),
            "appointment": _("The result is ready by"),
            "fee": _("Fee"),
            "where": _("Fetch it at"),
            "follow": _("Follow the dossier: scan the code or type its number at"),
            "signatures": [_("Applicant"), _("Who received it")],
        },
        "papers": [names.get(paper.part, paper.part) for paper in view.papers],
        "no_papers": _("None yet."),
        "received": _hour(dossier.opened_at),
        "appointment": _hour(dossier.first_due_at) if dossier.first_due_at else _("after acceptance"),
        "fee": amount(dossier.fee) if dossier.fee else _("none"),
        "address": address,
        "qr": _svg(code.size, code.path),
    }


def _letter(view: DossierView) -> dict[str, Any]:
    dossier, last = view.dossier, view.extensions[-1]
    said_words = [one.text for one in view.messages if one.kind == "apology"]
    first = dossier.first_due_at or last.old_due_at
    return {
        "title": _("Letter of apology and new appointment"),
        "body": [
            _("%(agency)s apologises that the result was not ready on %(day)s as promised.")
            % {"agency": unit_label(last.unit or dossier.unit), "day": _hour(first)},
            _("Reason: %(reason)s") % {"reason": reason_words(dossier, "extension", last.reason)},
            *said_words[-1:],
            _("The result will be ready by %(day)s.") % {"day": _hour(last.new_due_at)},
        ],
        "signature": _("Head of the agency"),
    }


def _hour(at: Any) -> str:
    return date_format(timezone.localtime(at), "H:i d/m/Y")


def _svg(size: int, path: str) -> str:
    """The QR code as a picture Typst can place; black on white in any theme."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
