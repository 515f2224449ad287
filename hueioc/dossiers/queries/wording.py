"""Sentences of the notices about dossiers."""

from django.utils.translation import gettext as _


def notice_words() -> dict[str, str]:
    """What notices about dossiers say, by topic, in the active language."""
    return {
        "received": _("Dossier %(number)s was registered."),
        "accepted": _("%(unit)s has dossier %(number)s."),
        "asked": _("Papers for dossier %(number)s are missing. The clock stands until they come."),
        "owed": _("A fee for dossier %(number)s is to be paid."),
        "answered": _("Dossier %(number)s is done. The result can be fetched at the desk."),
        "extended": _("Dossier %(number)s is late, and we apologise. The new day is %(due)s."),
        "refused": _("Dossier %(number)s was not accepted; the reason stands beside it."),
        "closed": _("Dossier %(number)s is closed."),
        "offered": _("Dossier %(number)s waits for your unit."),
        "due_soon": _("Little time is left for dossier %(number)s: due %(due)s."),
        "reminded": _("Your unit is reminded of dossier %(number)s."),
        "overdue": _("Dossier %(number)s is overdue."),
        "returned": _("%(unit)s returned dossier %(number)s."),
        "lapsed": _("%(unit)s stayed silent on dossier %(number)s; that counts as accepted."),
    }
