"""Sentences of the notices about returns."""

from django.utils.translation import gettext as _


def notice_words() -> dict[str, str]:
    """What notices about returns say, by topic, in the active language."""
    return {
        "offered": _("Your unit owes return %(number)s."),
        "due_soon": _("Little time is left for return %(number)s."),
        "reminded": _("Your unit is reminded of return %(number)s."),
        "overdue": _("Return %(number)s is overdue."),
        "objected": _("Return %(number)s was given back to your unit."),
        "received": _("Return %(number)s was opened."),
        "accepted": _("%(unit)s owes return %(number)s."),
        "answered": _("%(unit)s gave return %(number)s."),
        "closed": _("Return %(number)s is closed."),
    }
