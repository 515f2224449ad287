"""What changes an emergency: the switch to flood night and back, and what officers say of places."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.emergencies.events import ConditionEnded, ConditionNoted, ModeSwitched
from hueioc.emergencies.models import Condition, Mode
from hueioc.emergencies.queries import kinds, known
from hueioc.emergencies.rules import LONGEST_PLACE, LONGEST_REASON, may_say, may_switch
from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.rules import Actor
from hueioc.places.queries import area as area_of


def _words(text: str, field: str, most: int) -> str:
    words = "" if has_broken_characters(text) else tidy(text)
    sentence: Any = ""
    if not words:
        sentence = _("Write it in a sentence.")
    elif len(words) > most:
        sentence = _("At most %(most)d characters.") % {"most": most}
    if sentence:
        raise Invalid(sentence, fields={field: sentence})
    return words


def begin_flood_night(actor: Actor, *, reason: str) -> Mode:
    """Switch the whole city to flood night. Raises NotAllowed, Invalid without a reason, Conflict when it is on."""
    if not may_switch(actor):
        raise NotAllowed(_("Leaders and coordinators switch the city to flood night."))
    words = _words(reason, "reason", LONGEST_REASON)
    try:
        with transaction.atomic():
            mode = Mode.objects.create(began_at=clock.now(), began_by=actor.ref, reason=words)
            record(ModeSwitched(is_on=True), subject=mode.ref, actor=actor.ref, visibility="public")
    except IntegrityError as error:
        raise Conflict(_("It is flood night already.")) from error
    return mode


def end_flood_night(actor: Actor, *, reason: str) -> Mode:
    """Go back to an ordinary day. Raises NotAllowed, Invalid without a reason, Conflict when it is not on."""
    if not may_switch(actor):
        raise NotAllowed(_("Leaders and coordinators switch the city to flood night."))
    words = _words(reason, "reason", LONGEST_REASON)
    with transaction.atomic():
        mode = Mode.objects.select_for_update().filter(ended_at=None).first()
        if mode is None:
            raise Conflict(_("It is not flood night."))
        mode.ended_at, mode.ended_by, mode.end_reason = clock.now(), actor.ref, words
        mode.save(update_fields=["ended_at", "ended_by", "end_reason"])
        record(ModeSwitched(is_on=False), subject=mode.ref, actor=actor.ref, visibility="public")
    return mode


def note_condition(actor: Actor, *, what: str, area: str, place: str, depth_cm: int | None = None) -> Condition:
    """Say for everybody how a place stands. Raises NotAllowed, or Invalid with a sentence for each field."""
    if not may_say(actor):
        raise NotAllowed(_("Only staff can say how a place stands."))
    kind = kinds().get(what)
    if kind is None:
        raise Invalid(_("Choose what it is."), fields={"what": _("Choose one from the list.")})
    if area_of(area) is None:
        raise Invalid(_("Choose a ward."), fields={"area": _("Choose a ward from the list.")})
    words, deepest = _words(place, "place", LONGEST_PLACE), known().deepest_cm
    if depth_cm is not None and not 0 <= depth_cm <= deepest:
        sentence = _("Between 0 and %(most)d cm.") % {"most": deepest}
        raise Invalid(sentence, fields={"depth_cm": sentence})
    with transaction.atomic():
        row = Condition.objects.create(
            code=dated_code(clock.today().year),
            what=what,
            area=area,
            unit=min(actor.units, default=""),
            place=words,
            depth_cm=depth_cm if kind.has_depth else None,
            said_at=clock.now(),
            said_by=actor.ref,
        )
        fact = ConditionNoted(what=what, area=area, depth_cm=row.depth_cm)
        record(fact, subject=row.ref, actor=actor.ref, area=area, visibility="public")
    return row


def end_condition(code: str, actor: Actor) -> Condition:
    """Say that it is over. Whoever's unit said it, or the centre. Raises NotFound, NotAllowed, Conflict."""
    with transaction.atomic():
        row = Condition.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
        if row is None:
            raise NotFound(_("There is no such entry."))
        if not (may_say(actor) and (actor.is_centre or row.unit in actor.units or row.said_by == actor.ref)):
            raise NotAllowed(_("Only the unit that said it, or the centre, can end it."))
        if row.ended_at is not None:
            raise Conflict(_("It has ended already."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        fact = ConditionEnded(what=row.what, area=row.area)
        record(fact, subject=row.ref, actor=actor.ref, area=row.area, visibility="public")
    return row
