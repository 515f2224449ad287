"""The files of a dossier: held while a form is filled in, kept with the dossier, opened by those who work on it.

Every file is made harmless and lies in the vault before a transaction begins; rows name it afterwards.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands.found import DossierDesk, dossier_on_desk, procedure_of
from hueioc.dossiers.models import Dossier, DossierFile, HeldFile, Paper
from hueioc.dossiers.rules.intake import NewDossier
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.people.commands import Kept, forget_files, uploads_in_vault
from hueioc.people.rules import Actor

MOST_FILES = 30
_HELD_FOR = timedelta(days=1)


class Upload(NamedTuple):
    """A file as it arrived: which part of the dossier it is (empty for none), its name there, its bytes."""

    part: str
    name: str
    data: bytes


class _Kept(NamedTuple):
    part: str
    kept: Kept


@contextmanager
def kept(uploads: Sequence[Upload], actor: Actor, *, purpose: str, account: str = "") -> Iterator[list[_Kept]]:
    """The files with their parts, made harmless and in the vault; forgotten when the block fails."""

    def field_of(place: int) -> str:
        part = uploads[place].part
        return f"files_{part}" if part else "documents"

    named = [(upload.name, upload.data) for upload in uploads]
    with uploads_in_vault(named, actor=actor, purpose=purpose, account=account, field_of=field_of) as files:
        yield [_Kept(upload.part, one) for upload, one in zip(uploads, files, strict=True)]


def hold_files(key: str, uploads: Sequence[Upload], actor: Actor) -> None:
    """Keep the files of a form that is not complete yet, for a day and for this person alone.

    Raises Invalid naming a file that is none, Conflict when there are too many; then none of them is kept.
    """
    account = actor.account
    if not account or not key:
        raise NotAllowed(_("Sign in to file a dossier online."))
    with kept(uploads, actor, purpose="dossier_form", account=account) as files, transaction.atomic():
        held = HeldFile.objects.filter(key=key, account=account)
        _check_number(held.count() + len(files))
        for one in _new_ones(files, set(held.values_list("part", "sha256")), actor):
            HeldFile.objects.create(key=key, account=account, held_at=clock.now(), **_told(one))


def let_files_go(key: str, refs: Collection[str], actor: Actor) -> None:
    """Erase files of a form that the person does not want to send after all."""
    with transaction.atomic():
        rows = HeldFile.objects.filter(key=key, account=actor.account, file__in=refs)
        forget_files([row.file for row in rows], actor=actor, reason="not_sent")
        rows.delete()


def sweep_held_files(actor: Actor) -> int:
    """Erase what was uploaded into forms that nobody sent within a day; how many files."""
    with transaction.atomic():
        rows = HeldFile.objects.filter(held_at__lt=clock.now() - _HELD_FOR)
        refs = [row.file for row in rows]
        forget_files(refs, actor=actor, reason="never_sent")
        rows.delete()
    return len(refs)


def attach_files(code: str, actor: Actor, uploads: Sequence[Upload], *, version: int | None = None) -> Dossier:
    """Add files to a dossier: the applicant's, or what the desk scanned; a part that was on paper is digitised then."""
    if not uploads:
        raise Invalid(_("Choose a file."), fields={"documents": _("Choose a file.")})
    with (
        kept(uploads, actor, purpose="dossier", account=applicants_account(code, actor)) as files,
        dossier_on_desk(code, actor, version=version) as desk,
    ):
        desk.allow("attach")
        _check_parts(desk, files)
        if put_files(desk, files):
            desk.tell(desk.facts.noted(verb="attach", unit=desk.acting_unit, count=len(files)))
    return desk.item


def with_held(new: NewDossier, actor: Actor) -> tuple[NewDossier, list[HeldFile]]:
    """The filing with the files that were held for its form: a part that came as a file is one, whatever was ticked."""
    account = actor.account
    if new.channel != "online" or not new.key or not account:
        return new, []
    rows = list(HeldFile.objects.filter(key=new.key, account=account).order_by("id"))
    return replace(new, papers={**new.papers, **{row.part: "file" for row in rows if row.part}}), rows


def put_held(desk: DossierDesk, rows: Iterable[HeldFile]) -> None:
    """Put the held files of a form with the new dossier on the desk, in the caller's transaction."""
    for row in rows:
        told = {name: getattr(row, name) for name in _TOLD}
        desk.add(DossierFile(dossier=desk.item, added_at=desk.at, added_by=desk.actor.ref, **told))
    HeldFile.objects.filter(pk__in=[row.pk for row in rows]).delete()


def applicants_account(code: str, actor: Actor) -> str:
    """The account of the actor when the dossier is their own: what they add is erased with them."""
    account = actor.account
    return account if account and Dossier.objects.filter(code=code, account=account).exists() else ""


def put_files(desk: DossierDesk, files: Sequence[_Kept]) -> int:
    """Put files with what lies on the desk; the same file once more, as after a lost answer, is left out."""
    had = DossierFile.objects.filter(dossier=desk.item)
    _check_number(had.count() + len(files))
    fresh = _new_ones(files, set(had.values_list("part", "sha256")), desk.actor)
    for one in fresh:
        by = {"unit": desk.acting_unit, "added_at": desk.at, "added_by": desk.actor.ref}
        desk.add(DossierFile(dossier=desk.item, **by, **_told(one)))
    _digitise(desk, {one.part for one in fresh if one.part})
    return len(fresh)


def _digitise(desk: DossierDesk, parts: set[str]) -> None:
    """A part of which a file exists is digitised; one that was missing came now. The flags of index 766 follow."""
    dossier = desk.item
    papers = {one.part: one for one in Paper.objects.filter(dossier=dossier, part__in=parts)}
    for part in sorted(parts):
        paper = papers.get(part)
        if paper is None:
            by = {"added_at": desk.at, "added_by": desk.actor.ref}
            desk.add(Paper(dossier=dossier, part=part, origin="file", is_digitised=True, **by))
            dossier.papers_digitised += 1
        elif not paper.is_digitised:
            paper.is_digitised = True
            desk.change(paper)
            dossier.papers_digitised += 1
    desk.touch()


def _new_ones(files: Iterable[_Kept], same: set[tuple[str, str]], actor: Actor) -> list[_Kept]:
    fresh: list[_Kept] = []
    doubles: list[_Kept] = []
    for one in files:
        mark = (one.part, one.kept.document.sha256)
        (doubles if mark in same else fresh).append(one)
        same.add(mark)
    forget_files([one.kept.ref for one in doubles], actor=actor, reason="double")
    return fresh


_TOLD = ("part", "name", "file", "sha256", "media_type", "pages", "size_bytes")


def _told(one: _Kept) -> dict[str, Any]:
    return {"part": one.part, **one.kept.columns}


def _check_parts(desk: DossierDesk, files: Sequence[_Kept]) -> None:
    known = {part.code for part in procedure_of(desk.item.service, desk.item.opened_at).parts}
    if any(one.part and one.part not in known for one in files):
        raise Invalid(_("This procedure has no such part."), fields={"part": _("Choose a part from the list.")})


def _check_number(many: int) -> None:
    if many > MOST_FILES:
        raise Conflict(_("At most %(most)s files for one dossier.") % {"most": MOST_FILES})
