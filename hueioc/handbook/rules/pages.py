"""What a version of a page must hold, and on which days it is in force."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters, tidy

LONGEST = {"title": 200, "body": 60_000, "legal_source": 500, "note": 300}
_NEEDED = ("title", "body")


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """What somebody wrote; `note` says to colleagues what changed."""

    title: str
    body: str
    legal_source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_public: bool = False
    note: str = ""


def check_version(new: NewVersion) -> NewVersion:
    """The version with its texts tidied. Raises Invalid with a sentence for every field that is wrong."""
    texts = {name: getattr(new, name) for name in LONGEST}
    wrong: dict[str, str | Promise] = {}
    for name, text in texts.items():
        if has_broken_characters(text):
            wrong[name] = _("This text holds characters that cannot be stored. Type it again.")
        elif name in _NEEDED and not text.strip():
            wrong[name] = _("Write a text.")
        elif len(text) > LONGEST[name]:
            wrong[name] = _("At most %(most)d characters.") % {"most": LONGEST[name]}
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        wrong["valid_to"] = _("The last day lies before the first one.")
    if wrong:
        raise Invalid(_("This page cannot be saved yet."), fields=wrong)
    tidied = {name: tidy(text) if name == "body" else " ".join(tidy(text).split()) for name, text in texts.items()}
    return NewVersion(**tidied, valid_from=new.valid_from, valid_to=new.valid_to, is_public=new.is_public)


class Dated(Protocol):
    """Something with days of validity."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def is_in_force(page: Dated, day: date) -> bool:
    """True when the page holds on a day; both of its days are included."""
    return (page.valid_from or date.min) <= day <= (page.valid_to or date.max)
