"""What the public may read: a text of its own for reports and answers, written or checked by a person."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CASE_FACTS, CaseDesk, case_on_desk
from hueioc.cases.models import Case, Message, Photo
from hueioc.cases.queries.packs import personal_data_in
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands.verbs import written


def publish_case(
    code: str,
    actor: Actor,
    *,
    public_text: str,
    public_address: str = "",
    photos: frozenset[str] = frozenset(),
    checked: bool = False,
) -> Case:
    """Publish a report with this text and these photos.

    Raises Invalid while the finder still sees personal data, unless the person says that they `checked` them.
    """
    with case_on_desk(code, actor) as desk:
        publish(desk, public_text=public_text, public_address=public_address, photos=photos, checked=checked)
    return desk.item


def publish(
    desk: CaseDesk,
    *,
    public_text: str,
    public_address: str = "",
    photos: frozenset[str] = frozenset(),
    checked: bool = False,
) -> None:
    """Publish what lies on the desk."""
    desk.allow("publish")
    case, text = desk.item, written(public_text, name="public_text")
    refuse_personal_data({"public_text": text, "public_address": public_address}, checked=checked)
    case.public_text, case.public_address = text, public_address.strip()[:300]
    case.is_public, case.published_at = True, case.published_at or desk.at
    desk.touch()
    for photo in Photo.objects.filter(case=case):
        if photo.is_public != (photo.code in photos):
            photo.is_public = photo.code in photos
            desk.change(photo)
    desk.tell(CASE_FACTS.noted(verb="published", count=len(photos)))


def unpublish_case(code: str, actor: Actor, *, reason: str = "") -> Case:
    """Take a report back from the public; the texts stay for the day it returns."""
    with case_on_desk(code, actor) as desk:
        desk.allow("unpublish")
        if not desk.item.is_public:
            raise Conflict(_("This report is not public."))
        desk.tell(CASE_FACTS.noted(verb="unpublished"), visibility="public")
        desk.item.is_public = False
        desk.touch()
    return desk.item


def publish_answer(code: str, actor: Actor, message_id: int, *, public_text: str, checked: bool = False) -> Message:
    """Publish an answer with a text of its own."""
    with case_on_desk(code, actor) as desk:
        desk.allow("publish")
        message = Message.objects.filter(case=desk.item, id=message_id, kind__in=["answer", "refusal"]).first()
        if message is None:
            raise Invalid(_("There is no such answer."))
        text = written(public_text, name="public_text")
        refuse_personal_data({"public_text": text}, checked=checked)
        message.public_text, message.published_at = text, desk.at
        desk.change(message)
        desk.touch()
        desk.tell(CASE_FACTS.noted(verb="answer_published", unit=message.unit))
    return message


def refuse_personal_data(texts: Mapping[str, str], *, checked: bool) -> None:
    """Raise Invalid naming what the finder sees in the texts, unless a person has checked it."""
    if checked:
        return
    seen = {name: [find.words for find in personal_data_in(text)] for name, text in texts.items()}
    faults = {
        name: _("This looks like personal data: %(words)s. Remove it or say that it may stay.")
        % {"words": ", ".join(words)}
        for name, words in seen.items()
        if words
    }
    if faults:
        raise Invalid(_("The text may hold personal data. Check it before it is published."), fields=faults)
