"""One report as a person may see it: the public its published half, staff the whole, the centre whom it is from."""

import secrets as secret_compare
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hueioc.cases.models import Case, Message, Photo
from hueioc.cases.rules.visibility import is_reporter, may_see, may_work_on
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import ANYONE, Actor
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import (
    Extension,
    Link,
    Part,
    Pause,
    catalogue,
    extensions_of,
    links_of,
    parts_of,
    pauses_of,
)
from hueioc.workflow.rules.roles import possible_verbs, stand

# What of the conversation the reporter and the public read; notes are for staff only.
_REPORTER_READS = frozenset({"question", "told", "reply", "answer", "refusal", "objection", "rating"})


@dataclass(frozen=True)
class CaseView:
    """A report with everything this actor may see of it, and what they may do with it."""

    case: Case
    is_mine: bool
    works_on_it: bool
    sees_identity: bool
    description: str
    address: str
    photos: list[Photo]
    messages: list[Message]
    verbs: list[Transition]
    parts: list[Part] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    my_units: frozenset[str] = frozenset()

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)

    @property
    def needs(self) -> dict[str, Transition]:
        return {verb.verb: verb for verb in self.verbs}


def case_view(code: str, actor: Actor) -> CaseView:
    """The report for this actor. Raises NotFound when there is none they may see."""
    case = Case.objects.filter(code=code).first()
    parts = parts_of(case.ref) if case else []
    if case is None or not may_see(case, actor, parts):
        raise NotFound(_("There is no such report, or it is not public."))
    mine, works = is_reporter(case, actor), may_work_on(case, actor, parts)
    place = stand(actor, is_reporter=mine, parts=parts)
    verbs = possible_verbs(
        catalogue().process_of(case.service), phase=case.phase, wait_reason=case.wait_reason, place=place
    )
    whole = mine or works
    return CaseView(
        case=case,
        is_mine=mine,
        works_on_it=works,
        sees_identity=actor.is_centre and bool(case.reporter),
        description=case.description if whole else case.public_text,
        address=case.address if whole else case.public_address,
        photos=[photo for photo in _photos(case) if photo.is_public or whole],
        messages=[message for message in _messages(case) if _reads(message, mine=mine, works=works)],
        verbs=[verb for verb in verbs if verb.verb != "open"],
        parts=parts if works else [part for part in parts if part.is_live or part.state == "done"],
        pauses=pauses_of(case.ref),
        extensions=extensions_of(case.ref),
        links=links_of(case.ref) if works else [],
        my_units=place.part_units & actor.units,
    )


def case_read(code: str, actor: Actor, secret: str = "") -> tuple[Case, bool]:
    """The report, and whether this actor may read the whole of it, as whoever knows its secret may.

    Raises NotFound when there is none they may see.
    """
    case = Case.objects.filter(code=code).first()
    if case is not None and _is_secret_of(case, secret):
        return case, True
    parts = parts_of(case.ref) if case is not None and not is_reporter(case, actor) else []
    if case is None or not may_see(case, actor, parts):
        raise NotFound(_("There is no such report, or it is not public."))
    return case, is_reporter(case, actor) or may_work_on(case, actor, parts)


def cases_read(wanted: Sequence[tuple[str, str]]) -> list[tuple[Case, bool] | None]:
    """`case_read` for many at once who are nobody known, as (number, secret); None for what they may not see."""
    found = {case.code: case for case in Case.objects.filter(code__in={code for code, _secret in wanted})}
    return [_read_by_anyone(found.get(code), secret) for code, secret in wanted]


def _read_by_anyone(case: Case | None, secret: str) -> tuple[Case, bool] | None:
    if case is not None and _is_secret_of(case, secret):
        return case, True
    return (case, False) if case is not None and may_see(case, ANYONE, []) else None


def _photos(case: Case) -> list[Photo]:
    return list(Photo.objects.filter(case=case).order_by("id"))


def _messages(case: Case) -> list[Message]:
    return list(Message.objects.filter(case=case).order_by("id"))


def _reads(message: Message, *, mine: bool, works: bool) -> bool:
    if works:
        return True
    if mine:
        return message.kind in _REPORTER_READS
    return message.published_at is not None


def public_case(code: str) -> Case | None:
    """A published report, or None."""
    return Case.objects.filter(code=code, is_public=True).first()


def case_by_secret(code: str, secret: str) -> Case | None:
    """The report behind a secret link, compared in constant time."""
    case = Case.objects.filter(code=code).first()
    return case if case is not None and _is_secret_of(case, secret) else None


def _is_secret_of(case: Case, secret: str) -> bool:
    return bool(secret) and secret_compare.compare_digest(case.secret.encode(), secret.encode("utf-8", "replace"))


def photo_file(photo_code: str, actor: Actor, *, thumb: bool) -> str:
    """The storage key of a picture this actor may see. Raises NotFound."""
    photo = Photo.objects.select_related("case").filter(code=photo_code).first()
    if photo is not None:
        parts = parts_of(photo.case.ref)
        whole = is_reporter(photo.case, actor) or may_work_on(photo.case, actor, parts)
        if whole or (photo.is_public and photo.case.is_public):
            return photo.thumb_key if thumb else photo.file_key
    raise NotFound(_("There is no such picture."))


@dataclass(frozen=True)
class Telling:
    """What a notice about a report needs: whom, in which language, where the answer stands."""

    code: str
    secret: str
    reporter: str
    account: str
    language: str
    unit: str
    service: str
    due_at: datetime | None


def tell_of_many(codes: Collection[str]) -> list[Telling]:
    """For doors that address notices; never shown on a page. Unknown codes are left out."""
    columns = ("code", "secret", "reporter", "account", "language", "unit", "service", "due_at")
    return [Telling(*row) for row in Case.objects.filter(code__in=codes).values_list(*columns)]
