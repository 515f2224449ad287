"""What follows a flood: goods handed to households, against double, and what households declare as lost."""

import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.commands import Kept, keep_contacts, uploads_in_vault
from hueioc.people.queries import blind_index
from hueioc.people.rules import Actor, ContactData
from hueioc.places.queries import area, area_at
from hueioc.rescues.events import DamageDeclared, ReliefGiven
from hueioc.rescues.models import Damage, Handout
from hueioc.rescues.queries.comparing import phone_mark
from hueioc.rescues.queries.packs import span, terms
from hueioc.rescues.rules.access import FAMILY, is_coordinator
from hueioc.workflow.commands import written

MOST_AMOUNT, MOST_PHOTOS = 1_000_000, 5


def household_mark(phone: str, card: str) -> str:
    """What a household is known by: its phone, else the number of a card. Raises Invalid for neither."""
    if mark := phone_mark(phone):
        return mark
    plain = "".join(letter for letter in card if letter.isalnum())
    if len(plain) < 6:
        raise Invalid(
            _("Give the phone of the household, or the number of its card."),
            fields={"phone": _("Give a phone, or a card below.")},
        )
    return f"c{blind_index('household card ' + plain)}"


def hand_out(
    actor: Actor, *, unit: str, goods: str, amount: int, name: str, phone: str = "", card: str = "", reason: str = ""
) -> Handout:
    """Note that a household got goods. Raises Conflict when it got the same within the hours of the rules,
    unless a reason says why it gets them again."""
    if unit not in actor.units and not is_coordinator(actor):
        raise NotAllowed(_("Relief goods are handed out by staff of a unit. Choose a unit of yours."))
    if goods not in {one.code for one in terms().goods}:
        raise Invalid(_("There is no such goods."), fields={"goods": _("Choose from the list.")})
    if not 0 < amount <= MOST_AMOUNT:
        raise Invalid(_("This number cannot be."), fields={"amount": _("Give a number.")})
    if has_broken_characters(name + reason) or len(name) > 120 or len(reason) > 500:
        raise Invalid(_("This text cannot be stored, or it is too long."), fields={"name": _("Type it again.")})
    household = household_mark(phone, card)
    with transaction.atomic():
        since = clock.now() - span("relief_hours")
        before = Handout.objects.filter(household=household, goods=goods, at__gte=since).order_by("-at").first()
        if before is not None and not reason.strip():
            sentence = _("This household got %(amount)d of it already. Say why it gets some again.") % {
                "amount": before.amount
            }
            raise Conflict(sentence, fields={"reason": sentence})
        [contact] = keep_contacts([ContactData(name=tidy(name), phone=tidy(phone)[:40])], actor=actor, purpose="relief")
        row = Handout(
            household=household,
            contact=contact,
            goods=goods,
            amount=amount,
            unit=unit,
            by=actor.ref,
            at=clock.now(),
            reason=tidy(reason),
        )
        row.save()
        event = ReliefGiven(goods=goods, amount=amount, unit=unit, is_again=before is not None)
        record(event, subject=f"relief:{row.pk}", actor=actor.ref, visibility="internal")
    return row


def declare_damage(
    actor: Actor,
    *,
    lines: Mapping[str, int],
    text: str = "",
    address: str = "",
    point: Point | None = None,
    ward: str = "",
    name: str = "",
    phone: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    language: str = "vi",
    key: str | None = None,
) -> Damage:
    """A household declares what it lost, with pictures that lie in the vault; a repeated key returns the first."""
    told = _lines(lines)
    place = area_at(point) if point else area(ward)
    if place is None:
        raise Invalid(_("Choose the ward."), fields={"ward": _("Choose from the list.")})
    if has_broken_characters(text + address + name + phone) or len(address) > 300 or len(name) > 120:
        raise Invalid(_("This text cannot be stored, or it is too long."), fields={"text": _("Type it again.")})
    mark = hashlib.sha256(f"damage {key}".encode("utf-8", "replace")).hexdigest()[:48] if key else None
    if mark and (known := Damage.objects.filter(origin_key=mark).first()):
        return known
    files = list(photos)[:MOST_PHOTOS]
    with uploads_in_vault(files, actor=actor, purpose="damage", field_of=lambda _n: "photos") as kept:
        return _declared(actor, told, text, address, place.code, name, phone, kept, language, mark)


def _lines(lines: Mapping[str, int]) -> dict[str, int]:
    kinds = {one.code for one in terms().damage}
    told = {kind: many for kind, many in lines.items() if many}
    if set(told) - kinds or any(not 0 < many <= MOST_AMOUNT for many in told.values()):
        raise Invalid(_("This number cannot be."), fields=dict.fromkeys(told, _("Give a number.")))
    if not told:
        raise Invalid(_("Say what was lost: at least one line."), fields={"lines": _("Give a number.")})
    return told


def _declared(
    actor: Actor,
    told: dict[str, int],
    text: str,
    address: str,
    ward: str,
    name: str,
    phone: str,
    kept: Sequence[Kept],
    language: str,
    mark: str | None,
) -> Damage:
    with transaction.atomic():
        data = ContactData(name=tidy(name), phone=tidy(phone)[:40])
        [contact] = keep_contacts([data], actor=actor, purpose="damage")
        row = Damage(
            contact=contact,
            area=ward,
            lines=told,
            text=written(text) if text.strip() else "",
            address=tidy(address),
            photos=[one.ref for one in kept],
            language=language[:8],
            at=clock.now(),
            origin_key=mark,
        )
        row.save()
        event = DamageDeclared(lines=len(told))
        record(event, subject=row.ref, actor=FAMILY, area=ward, visibility="internal")
    return row
