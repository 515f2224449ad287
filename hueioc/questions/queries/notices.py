"""What notices need of questions: who asked, and sentences that speak of questions."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext as _

from hueioc.questions.models import Question


class Telling(NamedTuple):
    """Whom a notice about a question concerns: the account that asked, and its unit."""

    code: str
    account: str
    asked_by: str


def askers_of_many(codes: Collection[str]) -> list[Telling]:
    """For doors that address notices; never shown on a page. Unknown codes are left out."""
    found = Question.objects.filter(code__in=codes).values_list("code", "account", "asked_by")
    return [Telling(*row) for row in found]


def notice_words() -> dict[str, str]:
    """Sentences by topic, in the active language."""
    return {
        "received": _("Question %(number)s was sent."),
        "accepted": _("%(unit)s is answering question %(number)s."),
        "answered": _("Question %(number)s was answered. Accept the answer, or ask again."),
        "closed": _("Question %(number)s is closed."),
        "offered": _("Question %(number)s waits for your unit to answer or return it."),
        "due_soon": _("Little time is left for question %(number)s."),
        "reminded": _("Your unit is reminded of question %(number)s."),
        "overdue": _("Question %(number)s is overdue."),
        "objected": _("The answer to question %(number)s did not settle it; the unit asks again."),
        "returned": _("%(unit)s returned question %(number)s."),
        "lapsed": _("%(unit)s stayed silent on question %(number)s; that counts as taking it."),
    }
