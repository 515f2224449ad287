"""One dossier as a person may see it: staff the whole, the applicant their own, the public what its number tells."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.models import Dossier, DossierFile, HeldFile, Message, Paper, Supplement
from hueioc.dossiers.queries.lists import my_dossiers
from hueioc.dossiers.rules.visibility import is_applicant, is_party, may_see, may_work_on
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Procedure, Transition
from hueioc.workflow.queries import Extension, Part, Pause, catalogue, extensions_of, parts_of, pauses_of
from hueioc.workflow.rules.roles import possible_verbs, stand

# What of the conversation the applicant reads; notes are for staff only.
_APPLICANT_READS = frozenset({"asked", "supplement", "answer", "refusal", "stopped", "apology"})


@dataclass(frozen=True)
class Telling:
    """What a notice about a dossier needs: whom, in which language."""

    code: str
    applicant: str
    account: str
    language: str


def applicants_of_many(codes: Collection[str]) -> list[Telling]:
    """For doors that address notices; never shown on a page. Unknown codes are left out."""
    found = Dossier.objects.filter(code__in=codes).values_list("code", "applicant", "account", "language")
    return [Telling(*row) for row in found]


@dataclass(frozen=True)
class DossierView:
    """A dossier with everything this actor may see of it, and what they may do with it."""

    dossier: Dossier
    procedure: Procedure | None
    is_mine: bool
    works_on_it: bool
    is_party: bool
    verbs: list[Transition]
    papers: list[Paper]
    supplements: list[Supplement]
    messages: list[Message]
    files: list[DossierFile] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)

    @property
    def needs(self) -> dict[str, Transition]:
        return {verb.verb: verb for verb in self.verbs}


def dossier_view(code: str, actor: Actor) -> DossierView:
    """The dossier for this actor. Raises NotFound when there is none they may see."""
    dossier = Dossier.objects.filter(code=code.replace("\x00", "")).first()
    parts = parts_of(dossier.ref) if dossier else []
    if dossier is None or not may_see(dossier, actor, parts):
        raise NotFound(_("There is no such dossier, or it is not yours."))
    known = catalogue()
    mine, works = is_applicant(dossier, actor), may_work_on(dossier, actor, parts)
    party = is_party(dossier, actor, parts)
    place = stand(actor, is_reporter=mine, parts=parts)
    process = known.process_of(dossier.service)
    verbs = possible_verbs(process, phase=dossier.phase, wait_reason=dossier.wait_reason, place=place)
    procedure = known.category_on(dossier.service, known.calendar.local_day(dossier.opened_at))
    return DossierView(
        dossier=dossier,
        procedure=procedure if isinstance(procedure, Procedure) else None,
        is_mine=mine,
        works_on_it=works,
        is_party=party,
        verbs=[verb for verb in verbs if verb.verb not in {"register", "lapse"}],
        papers=list(Paper.objects.filter(dossier=dossier).order_by("id")),
        supplements=list(Supplement.objects.filter(dossier=dossier).order_by("asked_at", "id")),
        messages=[
            one
            for one in Message.objects.filter(dossier=dossier).order_by("id")
            if works or one.kind in _APPLICANT_READS
        ],
        files=list(DossierFile.objects.filter(dossier=dossier).order_by("id")) if mine or party else [],
        parts=parts,
        pauses=pauses_of(dossier.ref),
        extensions=extensions_of(dossier.ref),
    )


@dataclass(frozen=True)
class FileFound:
    """A file of a dossier that this actor may open."""

    ref: str
    name: str
    media_type: str
    about: str
    is_own: bool


def dossier_file(code: str, file: str, actor: Actor) -> FileFound:
    """One file of a dossier, for its applicant and the agencies that work on it. Raises NotFound for everybody else."""
    view = dossier_view(code, actor)
    found = next((one for one in view.files if one.code == file), None)
    if found is None:
        raise NotFound(_("There is no such document, or it is not yours."))
    return FileFound(found.file, found.name, found.media_type, view.dossier.ref, view.is_mine)


def held_files(key: str, actor: Actor) -> list[HeldFile]:
    """What this person uploaded into a form that is not sent yet."""
    account = actor.account
    return list(HeldFile.objects.filter(key=key, account=account).order_by("id")) if account and key else []


def kept_of(actor: Actor, most: int = 1000) -> list[dict[str, Any]]:
    """Everything kept about the dossiers the signed-in person filed online, with what was said to and by them."""
    rows = my_dossiers(actor, most)
    said: dict[int, list[dict[str, str]]] = {}
    for one in Message.objects.filter(dossier__in=rows, kind__in=_APPLICANT_READS).order_by("id"):
        said.setdefault(one.dossier_id, []).append({"kind": one.kind, "text": one.text, "at": one.at.isoformat()})
    papers: dict[int, dict[str, str]] = {}
    for paper in Paper.objects.filter(dossier__in=rows).order_by("id"):
        papers.setdefault(paper.dossier_id, {})[paper.part] = paper.origin
    files: dict[int, list[dict[str, Any]]] = {}
    for file in DossierFile.objects.filter(dossier__in=rows).order_by("id"):
        told = {"name": file.name, "part": file.part, "bytes": file.size_bytes, "added": file.added_at.isoformat()}
        files.setdefault(file.dossier_id, []).append(told)
    return [
        {
            "number": row.code,
            "procedure": row.service,
            "address": row.address,
            "filed": row.opened_at.isoformat(),
            "status": row.phase,
            "papers": papers.get(row.pk, {}),
            "files": files.get(row.pk, []),
            "said": said.get(row.pk, []),
        }
        for row in rows
    ]
