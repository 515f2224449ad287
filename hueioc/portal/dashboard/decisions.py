"""What breaks a threshold, the worst first, each with the one action that settles it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hueioc.cases.queries import span_words, waiting_for_coordinator
from hueioc.indicators.queries import Late, Now, Watched, late_by_unit, oldest_deadline
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.portal.dashboard.cards import Numbers
from hueioc.portal.dashboard.thresholds import threshold
from hueioc.ui.templatetags.numbers import number, percent

MOST_SHOWN = 6


@dataclass(frozen=True)
class Decision:
    """One thing that waits for a decision. `href` shows the work; `reminds` names the unit a press would remind.

    `figure` is the code of the number that shows whether a directive about it helped.
    """

    css: str
    icon: str
    title: str
    text: str
    action: str
    href: str
    reminds: str = ""
    figure: str = ""


def decisions(numbers: Numbers, actor: Actor) -> list[Decision]:
    """Urgent work overdue, much work overdue, shares that fall, promises broken, work that waits for a coordinator."""
    look, now = numbers.look, numbers.now
    many = threshold("overdue_of_unit", look.until)
    late = [one for one in late_by_unit(now) if one.urgent or one.many >= many]
    found = [_urgent(one, now) if one.urgent else _overdue(one, now) for one in late[:MOST_SHOWN]]
    found += _falling(numbers)
    found += _promises(numbers)
    found += _waiting(actor) if actor.is_centre or actor.has("leader") else []
    return found[:MOST_SHOWN]


def _name(code: str) -> str:
    known = unit(code)
    return known.short() if known else code


def _work(code: str, unit_code: str) -> str:
    return f"{reverse('portal-behind', args=[code])}?unit={unit_code}"


def _late_text(one: Late, now: Now) -> str:
    oldest = oldest_deadline(now.slice, one.unit, now.as_of)
    return _("The longest for %(span)s.") % {"span": span_words(now.as_of - oldest)} if oldest else ""


def _urgent(one: Late, now: Now) -> Decision:
    words = ngettext("%(unit)s: %(n)s urgent report overdue", "%(unit)s: %(n)s urgent reports overdue", one.urgent)
    title = words % {"unit": _name(one.unit), "n": number(one.urgent)}
    return Decision(
        "a-breach",
        "alert-triangle",
        title,
        _late_text(one, now),
        _("Remind the unit"),
        _work("open_overdue", one.unit),
        one.unit,
        "open_overdue",
    )


def _overdue(one: Late, now: Now) -> Decision:
    words = ngettext("%(unit)s: %(n)s report overdue", "%(unit)s: %(n)s reports overdue", one.many)
    title = words % {"unit": _name(one.unit), "n": number(one.many)}
    return Decision(
        "a-breach",
        "clock-exclamation",
        title,
        _late_text(one, now),
        _("Remind the unit"),
        _work("open_overdue", one.unit),
        one.unit,
        "open_overdue",
    )


def _falling(numbers: Numbers) -> list[Decision]:
    look = numbers.look
    low, drop = threshold("on_time_low", look.until), threshold("on_time_drop", look.until)
    fewest = threshold("fewest_dated", look.until)
    return [
        _fall(line)
        for line in numbers.units
        if line.owed >= fewest and _is_low(line, low) and (line.change or 0) <= -drop
    ][:2]


def _is_low(line: Watched, low: float) -> bool:
    return line.share is not None and line.share < low


def _fall(line: Watched) -> Decision:
    title = _("%(unit)s: on time down to %(share)s") % {"unit": line.name, "share": percent(line.share)}
    fall = number(abs(round(100 * (line.change or 0), 1)), 1)
    text = _("%(points)s points less than in the week before; %(kept)s of %(owed)s.")
    text %= {"points": fall, "kept": number(line.kept), "owed": number(line.owed)}
    href = f"{reverse('portal-dashboard')}?period=7d&unit={line.code}"
    return Decision("a-warn", "trending-down", title, text, _("See the unit"), href, figure="on_time")


def _promises(numbers: Numbers) -> list[Decision]:
    broken = numbers.figures["promised_overdue"].numerator or 0
    if not broken:
        return []
    title = ngettext("%(n)s promise was not kept", "%(n)s promises were not kept", broken) % {"n": number(broken)}
    text = _("The day that was named to the reporters has passed.")
    href = reverse("portal-behind", args=["promised_overdue"])
    return [Decision("a-warn", "calendar", title, text, _("See them"), href, figure="promised_overdue")]


def _waiting(actor: Actor) -> list[Decision]:
    waiting = waiting_for_coordinator(actor)
    if not waiting:
        return []
    words = ngettext("%(n)s report waits for a coordinator", "%(n)s reports wait for a coordinator", waiting)
    text = _("Units returned them, or stayed silent.")
    return [Decision("a-waiting", "route", words % {"n": number(waiting)}, text, _("See them"), "/desk/?coordinator=1")]
