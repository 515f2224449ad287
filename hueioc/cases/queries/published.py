"""The public half of reports for doors that speak to other systems, and the receipt of one that is not public yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hueioc.cases.models import Case, Message, Photo


@dataclass(frozen=True)
class PublicNote:
    """A published answer or refusal."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Where a report stands: no text, no place, no picture, nobody's name."""

    code: str
    service: str
    phase: str
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PublicSide(Receipt):
    """What everybody may read of a published report. `photo` is the code of a published picture, or empty."""

    outcome: str
    unit: str
    area: str
    lat: float | None
    lon: float | None
    text: str
    address: str
    first_due_at: datetime | None
    photo: str
    notes: tuple[PublicNote, ...]


def public_sides(cases: Iterable[Case]) -> list[PublicSide]:
    """The public half of these reports in their order, in three questions; one that is not public is left out."""
    shown = [case for case in cases if case.is_public]
    notes: dict[int, list[PublicNote]] = {}
    published = Message.objects.filter(case__in=shown, published_at__isnull=False).order_by("id")
    for case_id, at, text in published.values_list("case_id", "at", "public_text"):
        notes.setdefault(case_id, []).append(PublicNote(at, text))
    pictures = Photo.objects.filter(case__in=shown, is_public=True).order_by("-id")
    photos = dict(pictures.values_list("case_id", "code"))
    return [_side(case, tuple(notes.get(case.pk, ())), photos.get(case.pk, "")) for case in shown]


def _side(case: Case, notes: tuple[PublicNote, ...], photo: str) -> PublicSide:
    return PublicSide(
        code=case.code,
        service=case.service,
        phase=case.phase,
        outcome=case.outcome,
        unit=case.unit,
        area=case.area,
        lat=case.lat,
        lon=case.lon,
        text=case.public_text,
        address=case.public_address,
        opened_at=case.opened_at,
        updated_at=case.updated_at,
        due_at=case.due_at,
        first_due_at=case.first_due_at,
        photo=photo,
        notes=notes,
    )


def number_of_token(token: str) -> str | None:
    """The number of the report that came of a token; nothing more, because keys can be guessed."""
    return Case.objects.filter(origin_key=token).values_list("code", flat=True).first()


def receipt_of(code: str, *, channel: str) -> Receipt | None:
    """Where a report of this channel stands that was never published; None for any other, also a hidden one."""
    found = Case.objects.filter(code=code, channel=channel, is_public=False, published_at=None).first()
    if found is None:
        return None
    return Receipt(
        code=found.code,
        service=found.service,
        phase=found.phase,
        opened_at=found.opened_at,
        updated_at=found.updated_at,
        due_at=found.due_at,
    )
