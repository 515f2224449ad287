"""What a dossier must be before it is registered; pure, with a sentence for each thing that is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.geo import Point
from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters
from hueioc.people.rules import ContactData
from hueioc.workflow.pack import Procedure

CHANNELS = ("in_person", "online", "post")
APPLICANTS = ("person", "company", "household")
ORIGINS = ("paper", "file", "population", "vault")
REUSED = frozenset({"population", "vault"})
_LONGEST = {"name": 120, "phone": 120, "email": 120, "id_number": 20, "address": 300}
_PHONE = re.compile(r"[0-9+(). -]{6,30}")
_IDENTITY = re.compile(r"[0-9A-Za-z-]{6,20}")
_BROKEN = _("This text holds characters that cannot be stored. Type it again.")


@dataclass(frozen=True, kw_only=True)
class NewDossier:
    """A dossier as any door hands it in; nothing here is trusted yet. `papers` names for each part how it came."""

    procedure: str
    received_by: str
    contact: ContactData
    applicant_kind: str = "person"
    channel: str = "in_person"
    papers: Mapping[str, str] = field(default_factory=dict)
    digitised: frozenset[str] = frozenset()
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    language: str = "vi"
    number: str = ""
    is_vneid: bool = False
    key: str | None = None

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


Faults = dict[str, str | Promise]


def check_dossier(new: NewDossier, procedure: Procedure, *, needs_papers: bool = True) -> None:
    """Raises Invalid with a sentence beside every field that is wrong."""
    faults: Faults = _contact_faults(new.contact)
    if new.channel not in CHANNELS:
        faults["channel"] = _("Choose how it came: in person, online or by post.")
    if new.applicant_kind not in procedure.applicants:
        faults["applicant_kind"] = _("This procedure is not for this kind of applicant.")
    if new.channel == "online" and procedure.service_level == "information":
        faults["channel"] = _("This procedure cannot be filed online; come to a one-stop desk.")
    if len(new.address) > _LONGEST["address"] or has_broken_characters(new.address):
        faults["address"] = _("At most 300 characters.")
    faults |= _paper_faults(new, procedure, needs_papers=needs_papers)
    if faults:
        raise Invalid(_("This dossier cannot be registered yet."), fields=faults)


def _paper_faults(new: NewDossier, procedure: Procedure, *, needs_papers: bool) -> Faults:
    known = {part.code: part for part in procedure.parts}
    if set(new.papers) - set(known) or new.digitised - set(new.papers):
        return {"papers": _("This procedure has no such part.")}
    if set(new.papers.values()) - set(ORIGINS):
        return {"papers": _("A part is paper, a file, or taken from data the city holds.")}
    if any(origin in REUSED and not known[part].reusable for part, origin in new.papers.items()):
        return {"papers": _("This part cannot be taken from data; it must be handed in.")}
    missing = [part for part in procedure.parts if part.required and part.code not in new.papers]
    if needs_papers and missing:
        return {"papers": _("A required part is missing. Take it in, or register without accepting.")}
    return {}


def _contact_faults(contact: ContactData) -> Faults:
    faults: Faults = {}
    for name, longest in _LONGEST.items():
        text = getattr(contact, name)
        if has_broken_characters(text):
            faults[name] = _BROKEN
        elif len(text) > longest:
            faults[name] = _("This is too long.")
    if not contact.name.strip():
        faults.setdefault("name", _("Write the applicant's name."))
    if contact.phone and not _PHONE.fullmatch(contact.phone.strip()):
        faults.setdefault("phone", _("This is not a telephone number."))
    if contact.id_number and not _IDENTITY.fullmatch(contact.id_number.strip()):
        faults.setdefault("id_number", _("This is not the number of a card or a business."))
    if contact.email and ("@" not in contact.email or " " in contact.email.strip()):
        faults.setdefault("email", _("This is not an e-mail address."))
    return faults
