"""What a question must hold before it is sent."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters, tidy

_LONGEST = {"title": 200, "text": 4000}
LONGEST_SOURCE = 500


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """What somebody asks for their unit; a repeated `key` gives the first question again."""

    field: str
    title: str
    text: str
    asked_by: str = ""
    key: str | None = None


def check_question(new: NewQuestion) -> NewQuestion:
    """The question with its texts tidied. Raises Invalid with a sentence for every field that is wrong."""
    texts = {name: getattr(new, name) for name in _LONGEST}
    wrong: dict[str, str | Promise] = {}
    for name, text in texts.items():
        if has_broken_characters(text):
            wrong[name] = _("This text holds characters that cannot be stored. Type it again.")
        elif not text.strip():
            wrong[name] = _("Write a text.")
        elif len(text) > _LONGEST[name]:
            wrong[name] = _("At most %(most)d characters.") % {"most": _LONGEST[name]}
    if wrong:
        raise Invalid(_("This question cannot be sent yet."), fields=wrong)
    title = " ".join(tidy(new.title).split())
    return NewQuestion(field=new.field, title=title, text=tidy(new.text), asked_by=new.asked_by, key=new.key)


def checked_source(text: str) -> str:
    """A legal source, tidied. Raises Invalid when it is broken or too long."""
    tidied = "" if has_broken_characters(text) else " ".join(tidy(text).split())
    if len(tidied) > LONGEST_SOURCE:
        sentence = _("At most %(most)d characters.") % {"most": LONGEST_SOURCE}
        raise Invalid(sentence, fields={"legal_source": sentence})
    return tidied
