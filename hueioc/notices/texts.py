"""What a notice says, in the language of its reader."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from hueioc.notices.models import Notice
from hueioc.people.queries import unit


def sentence(notice: Notice) -> str:
    """One notice as a sentence in the active language."""
    kind, _colon, number = notice.subject.partition(":")
    known = unit(notice.unit)
    due = date_format(timezone.localtime(notice.due_at), "H:i d/m/Y") if notice.due_at else "–"
    said = {**_of_reports(), **_own_words(kind)}[notice.topic]
    return said % {"number": number, "unit": known.name() if known else notice.unit, "due": due}


def _own_words(kind: str) -> dict[str, str]:
    """Sentences by topic that a kind brings itself (setting `NOTICE_WORDS`)."""
    path = settings.NOTICE_WORDS.get(kind)
    found: dict[str, str] = import_string(path)() if path else {}
    return found


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
        "awaits": _("%(number)s waits for a decision of the centre."),
        "objected": _("The reporter does not agree with the answer to report %(number)s."),
        "returned": _("%(unit)s returned report %(number)s."),
        "lapsed": _("%(unit)s stayed silent on report %(number)s; that counts as accepted."),
    }
