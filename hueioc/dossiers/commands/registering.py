"""Registering a dossier: its number, its papers, the applicant into the vault, and the desk that has it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands.files import put_held, with_held
from hueioc.dossiers.commands.found import DossierDesk, new_desk, procedure_of
from hueioc.dossiers.commands.moving import pass_on
from hueioc.dossiers.commands.receiving import accept
from hueioc.dossiers.events import DossierOpened
from hueioc.dossiers.models import Dossier, NumbersGiven, Paper
from hueioc.dossiers.pack import Agencies
from hueioc.dossiers.queries.agencies import agencies
from hueioc.dossiers.rules.intake import REUSED, NewDossier, check_dossier
from hueioc.dossiers.rules.numbers import DossierNumber, next_number, read_number
from hueioc.lib import clock
from hueioc.lib.geo import morton
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import tidy
from hueioc.people.commands import keep_contact
from hueioc.people.queries import unit
from hueioc.people.rules import Actor, is_valid_on
from hueioc.places.queries import area_at
from hueioc.workflow.commands import clear, offer_part, take_over_part
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue


def register_dossier(new: NewDossier, actor: Actor, *, is_accepted: bool = False, handler: str = "") -> Dossier:
    """Register one dossier and return it; a repeated key returns the first one.

    Files that were held for the same key go with it (`hold_files`).
    A desk may accept it in the same step and hand it to another agency. Raises Invalid with a sentence for every
    field that is wrong, NotAllowed when the channel is not the actor's; then nothing is saved.
    """
    at = clock.now()
    procedure = procedure_of(new.procedure, at)
    if not procedure.holds_on(catalogue().calendar.local_day(at)):
        raise Invalid(_("This procedure is not in force any more."), fields={"procedure": _("Choose another one.")})
    _check_channel(new, actor, at)
    with transaction.atomic():
        new, held = with_held(new, actor)
        check_dossier(new, procedure, needs_papers=is_accepted)
        known = Dossier.objects.filter(origin_key=origin_key(new.key)).first() if new.key else None
        if known is not None:
            return known
        desk = register(new, actor, procedure, at)
        put_held(desk, held)
        if is_accepted:
            accept(desk)
            if handler and handler != new.received_by:
                pass_on(desk, handler)
        clear([desk])
    return desk.item


def register(new: NewDossier, actor: Actor, procedure: Procedure, at: datetime, number: str = "") -> DossierDesk:
    """A checked dossier on a new desk, not yet cleared; with a `number` of another system it keeps that."""
    dossier = _row(new, actor, procedure, at, number or str(_take_number(new.received_by, at)))
    dossier.applicant = keep_contact(new.contact, actor=actor, purpose="dossier", account=dossier.account)
    desk = new_desk(dossier, actor, at)
    desk.touch()
    for part, origin in new.papers.items():
        desk.add(
            Paper(
                dossier=dossier,
                part=part,
                origin=origin,
                is_digitised=part in new.digitised or origin != "paper",
                added_at=at,
                added_by=actor.ref,
            )
        )
    desk.tell(
        DossierOpened(
            service=dossier.service,
            unit=dossier.received_by,
            channel=dossier.channel,
            applicant_kind=dossier.applicant_kind,
            parts=len(new.papers),
        ),
        key=f"dossier.opened:{dossier.origin_key}" if dossier.origin_key else None,
    )
    if new.received_by in actor.units:
        # No time of the agency runs before the dossier is accepted.
        take_over_part(desk, new.received_by, due_at=None)
    else:
        offer_part(desk, new.received_by)
    return desk


def origin_key(key: str | None) -> str | None:
    """A door's key in a form that fits a column, whatever was sent."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:40] if key else None


def _check_channel(new: NewDossier, actor: Actor, at: datetime) -> None:
    desk = unit(new.received_by)
    if desk is None or not is_valid_on(clock.day_of(at), desk.valid_from, desk.valid_to):
        raise Invalid(_("There is no such unit today."), fields={"received_by": _("Choose a unit from the list.")})
    if new.channel == "online":
        if actor.kind != "account" and not actor.is_machine:
            raise NotAllowed(_("Sign in to file a dossier online."))
    elif new.received_by not in actor.units:
        raise NotAllowed(_("Only the officers of this desk can register what comes in person or by post."))


def _take_number(unit_code: str, at: datetime) -> DossierNumber:
    known: Agencies = agencies()
    identifier = next((one.identifier for one in known.agency if one.unit == unit_code), "")
    if not identifier:
        sentence = _("This unit has no identifier for dossier numbers; `agencies.toml` of the city must name it.")
        raise Invalid(sentence, fields={"received_by": sentence})
    day = catalogue().calendar.local_day(at)
    NumbersGiven.objects.bulk_create([NumbersGiven(agency=identifier, day=day)], ignore_conflicts=True)
    given = NumbersGiven.objects.select_for_update().get(agency=identifier, day=day)
    number = next_number(
        identifier, day, given.last, day_digits=known.day_digits, sequence_digits=known.sequence_digits
    )
    # Another system may have brought a number of today; it is passed over.
    while Dossier.objects.filter(code=str(number)).exists():
        number = next_number(
            identifier, day, number.sequence, day_digits=known.day_digits, sequence_digits=known.sequence_digits
        )
    given.last = number.sequence
    given.save(update_fields=["last"])
    return number


def _row(new: NewDossier, actor: Actor, procedure: Procedure, at: datetime, number: str) -> Dossier:
    area = area_at(new.point, on=clock.day_of(at)) if new.point else None
    desk = unit(new.received_by)
    return Dossier(
        code=number,
        service=procedure.code,
        channel=new.channel,
        received_by=new.received_by,
        unit=new.received_by,
        area=area.code if area else (desk.area if desk else ""),
        lat=new.lat,
        lon=new.lon,
        morton=morton(new.point) if new.point else None,
        address=tidy(new.address),
        applicant_kind=new.applicant_kind,
        # An officer at a desk files for others, and online for themselves.
        account=actor.account if new.channel == "online" else "",
        language=new.language[:8],
        origin_key=origin_key(new.key),
        opened_at=at,
        updated_at=at,
        fee=procedure.fee_on(clock.day_of(at)),
        is_payable_online=procedure.service_level == "full" and bool(procedure.fees),
        returns_document=procedure.returns_document,
        is_vneid=new.is_vneid,
        **_counts(new.papers, new.digitised, procedure),
    )


def _counts(papers: Mapping[str, str], digitised: frozenset[str], procedure: Procedure) -> dict[str, int | bool]:
    origins = list(papers.values())
    return {
        "papers_wanted": sum(part.required for part in procedure.parts),
        "papers_digitised": sum(origin != "paper" or part in digitised for part, origin in papers.items()),
        "papers_reused": sum(origin in REUSED for origin in origins),
        "papers_from_vault": origins.count("vault"),
        "uses_population_data": "population" in origins,
    }


def number_given(number: str) -> str:
    """A number another system gave, in its canonical form. Raises Invalid for no number, Conflict for a known one."""
    canonical = str(read_number(number))
    if Dossier.objects.filter(code=canonical).exists():
        raise Conflict(_("The dossier %(number)s is known already.") % {"number": canonical})
    return canonical
