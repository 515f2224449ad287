"""What notices say of pages of the handbook."""

from django.utils.translation import gettext as _


def notice_words() -> dict[str, str]:
    """Sentences by topic, in the active language."""
    return {"reminded": _("Page %(number)s of the handbook has not been looked at for long. Is it still true?")}
