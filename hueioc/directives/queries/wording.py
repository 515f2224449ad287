"""Sentences of the notices about directives."""

from django.utils.translation import gettext as _


def notice_words() -> dict[str, str]:
    """What notices about directives say, by topic, in the active language."""
    return {
        "received": _("Directive %(number)s was given."),
        "accepted": _("%(unit)s accepted directive %(number)s."),
        "asked": _("%(unit)s asks about directive %(number)s."),
        "wish": _("%(unit)s asks for more time for directive %(number)s."),
        "silent": _("%(unit)s has been silent on directive %(number)s."),
        "late": _("Directive %(number)s has passed its deadline; %(unit)s leads."),
        "answered": _("%(unit)s proposes the closing of directive %(number)s."),
        "extended": _("The deadline of directive %(number)s is %(due)s now."),
        "closed": _("Directive %(number)s is closed."),
        "offered": _("Directive %(number)s waits for your unit to accept or return it."),
        "taken_back": _("Directive %(number)s was taken back from your unit."),
        "due_soon": _("Little time is left for directive %(number)s."),
        "reminded": _("Your unit is reminded of directive %(number)s."),
        "overdue": _("Directive %(number)s is overdue."),
        "replied": _("The giver answered your unit about directive %(number)s."),
        "not_extended": _("The deadline of directive %(number)s stands; more time was refused."),
        "objected": _("The giver sent directive %(number)s back; the work goes on."),
        "returned": _("%(unit)s returned directive %(number)s."),
    }
