"""The words of the daily e-mail: what is late, due today, and how much else is owed; numbers and kinds, no titles."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.portal.daily.dues import DueLine, dues_of
from hueioc.workflow.queries import city_world

_MOST_LINES = 30


def words_for(actor: Actor) -> str:
    """The e-mail of today in the active language; empty when nothing is owed.

    Confidential work is left out: nothing of it leaves by mail (ADR 0083).
    """
    lines = [one for one in dues_of(actor) if not one.is_withheld]
    if not lines:
        return ""
    now, day = clock.now(), city_world().day
    late = [one for one in lines if one.due_at and one.due_at < now]
    today = [one for one in lines if one.due_at and one.due_at >= now and day(one.due_at) == day(now)]
    rest = len(lines) - len(late) - len(today)
    address = settings.PUBLIC_ADDRESS.rstrip("/")
    parts = [_part(_("Late: %(n)d"), late, address), _part(_("Due today: %(n)d"), today, address)]
    parts.append(_("Owed later: %(n)d") % {"n": rest})
    parts.append(_("Everything: %(address)s") % {"address": f"{address}/inbox/"})
    parts.append(_("This e-mail is chosen and ended here: %(address)s") % {"address": f"{address}/me/day/"})
    return "\n\n".join(filter(None, parts)) + "\n"


def _part(title: str, lines: list[DueLine], address: str) -> str:
    said = [title % {"n": len(lines)}]
    said += [f"- {one.kind} {one.number}, {_when(one.due_at)}: {address}{one.page}" for one in lines[:_MOST_LINES]]
    return "\n".join(said)


def _when(instant: datetime | None) -> str:
    return date_format(timezone.localtime(instant), "H:i d/m/Y") if instant else "–"
