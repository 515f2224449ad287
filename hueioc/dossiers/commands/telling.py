"""What is said about a dossier without moving it: notes, reminders, warnings, and the apology with its new day."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands.found import DossierDesk, dossier_on_desk, only_clock
from hueioc.dossiers.models import Dossier
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import extend, known_reason, move, written
from hueioc.workflow.queries import city_world


def apologise(
    code: str, actor: Actor, *, reason: str, new_day: date, text: str = "", version: int | None = None
) -> Dossier:
    """Tell the applicant who is late, why, and until when: a letter and a new deadline; the appointment stays."""
    with dossier_on_desk(code, actor, version=version) as desk:
        promise_anew(desk, reason, new_day, text)
    return desk.item


def promise_anew(desk: DossierDesk, reason: str, new_day: date, text: str = "") -> None:
    """Name a new day for what lies on the desk. Raises Invalid for a day off, a past one, or one too far away."""
    transition, dossier = desk.allow("apologise"), desk.item
    known = known_reason(desk, transition, reason, text)
    if dossier.due_at is None:
        raise Conflict(_("The clock stands; there is no deadline to extend."))
    desk.say("apology", text, unit=desk.acting_unit)
    days = _working_days(desk, dossier.due_at, new_day)
    extend(desk, reason=known.code, working_days=days, most=days, note=text.strip())
    dossier.overdue_told_at = dossier.warned_at = None
    move(desk, transition, reason=known.code)


def _working_days(desk: DossierDesk, due_at: datetime, new_day: date) -> int:
    """How many working days lie after the deadline up to the new day, that day included."""
    calendar = desk.catalogue.calendar
    today, last = calendar.local_day(desk.at), calendar.local_day(due_at)
    rules = desk.catalogue.rules_of(desk.item.service)
    most = int(rules.number_on("apology_most_working_days", today))
    begin = max(today, last)
    if new_day <= begin:
        raise Invalid(_("The new day must lie after today and after the old deadline."), fields=_WRONG_DAY)
    if not calendar.is_working_day(new_day):
        raise Invalid(_("This is a day off. Choose a working day."), fields=_WRONG_DAY)
    if _between(desk, begin, new_day) > most:
        sentence = _("At most %(most)s working days from today.") % {"most": most}
        raise Invalid(sentence, fields={"new_day": sentence})
    return _between(desk, last, new_day)


_WRONG_DAY = {"new_day": _("Choose a later working day.")}


def _between(desk: DossierDesk, after: date, until: date) -> int:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(desk.catalogue.calendar.is_working_day(day) for day in days)


def note_dossier(code: str, actor: Actor, *, text: str, version: int | None = None) -> Dossier:
    """Write a note that only staff read."""
    with dossier_on_desk(code, actor, version=version) as desk:
        desk.allow("note")
        desk.say("note", written(text), unit=desk.acting_unit)
        desk.touch()
        desk.tell(desk.facts.noted(verb="note", unit=desk.acting_unit))
    return desk.item


def remind_agency(code: str, actor: Actor) -> Dossier:
    """Remind the agency that has an open dossier, at most once on a day."""
    with dossier_on_desk(code, actor) as desk:
        desk.allow("remind")
        dossier, day = desk.item, city_world().day
        if dossier.reminded_at is not None and day(dossier.reminded_at) == day(desk.at):
            raise Conflict(_("This unit was reminded of it today already."))
        dossier.reminded_at = desk.at
        desk.touch()
        desk.tell(desk.facts.noted(verb="reminded", unit=dossier.unit))
    return desk.item


def mark_dossier_told(code: str, actor: Actor, *, what: str) -> Dossier:
    """Tell once that the deadline is near (`due_soon`) or over (`overdue`); notices follow the fact."""
    only_clock(actor)
    with dossier_on_desk(code, actor) as desk:
        if what == "overdue":
            desk.item.overdue_told_at = desk.at
        else:
            desk.item.warned_at = desk.at
        desk.touch()
        desk.tell(desk.facts.noted(verb=what, unit=desk.item.unit))
    return desk.item
