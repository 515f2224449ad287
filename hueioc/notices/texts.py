"""What a notice says, in the language of its reader."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hueioc.notices.models import Notice
from hueioc.people.queries import unit


def sentence(notice: Notice) -> str:
    """One notice as a sentence in the active language."""
    kind, _colon, number = notice.subject.partition(":")
    known = unit(notice.unit)
    due = date_format(timezone.localtime(notice.due_at), "H:i d/m/Y") if notice.due_at else "–"
    said = {**_of_reports(), **_OF_KINDS.get(kind, dict)()}[notice.topic]
    return said % {"number": number, "unit": known.name() if known else notice.unit, "due": due}


def _of_reports() -> dict[str, str]:
    return {
        "owed": _("A fee is to be paid for %(number)s."),
        "received": _("Report %(number)s was received."),
        "accepted": _("%(unit)s accepted report %(number)s."),
        "asked": _("There is a question about report %(number)s. The clock stands until you answer."),
        "answered": _("Report %(number)s was answered. Say whether it is really done."),
        "extended": _("The deadline of report %(number)s was extended to %(due)s."),
        "reopened": _("Report %(number)s was taken up again."),
        "refused": _("Report %(number)s was not accepted; the reason stands beside it."),
        "merged": _("Report %(number)s speaks of what another report said before; follow the result there."),
        "closed": _("Report %(number)s is closed."),
        "told": _("There is a message about report %(number)s."),
        "undone": _("The last message about report %(number)s no longer holds: it is open again."),
        "taken_back": _("Report %(number)s was taken back from your unit; it was sent by mistake."),
        "offered": _("Report %(number)s waits for your unit to accept or return it."),
        "due_soon": _("Little time is left for report %(number)s: due %(due)s."),
        "reminded": _("Your unit is reminded of report %(number)s."),
        "overdue": _("Report %(number)s is overdue."),
        "objected": _("The reporter does not agree with the answer to report %(number)s."),
        "returned": _("%(unit)s returned report %(number)s."),
        "lapsed": _("%(unit)s stayed silent on report %(number)s; that counts as accepted."),
    }


def _of_dossiers() -> dict[str, str]:
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


def _of_directives() -> dict[str, str]:
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


# Words for kinds of work other than reports, by kind of reference; what a kind has no words for is said as of reports.
_OF_KINDS = {"dossier": _of_dossiers, "directive": _of_directives}
