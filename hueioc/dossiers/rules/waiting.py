"""While a dossier waits for its applicant, it cannot go on or end as if it did not."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict


def check_not_waiting(wait_reason: str) -> None:
    """Raises Conflict with what must come first."""
    if wait_reason == "supplement":
        raise Conflict(_("This dossier waits for a supplement. Receive it first."))
    if wait_reason == "payment":
        raise Conflict(_("This dossier waits for a payment. Confirm it first."))
