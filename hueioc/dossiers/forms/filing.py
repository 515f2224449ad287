"""The forms with which a dossier is filed: at the desk with every paper as a tick, online in the applicant's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands import Upload
from hueioc.dossiers.models import HeldFile
from hueioc.dossiers.queries import desks, held_files
from hueioc.dossiers.rules.intake import NewDossier
from hueioc.lib import clock
from hueioc.people.queries import UnitInfo, units_valid_on
from hueioc.people.rules import Actor, ContactData
from hueioc.ui.fields import DocumentsField, TypedForm
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue, said

_PHONE = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
_OFF = {"autocomplete": "off"}
_KINDS = {"person": _("Person"), "company": _("Company"), "household": _("Household business")}
_CHANNELS = [("in_person", _("In person")), ("post", _("By public post"))]
_PREFIX = "part_"
_FILES = "files_"


def unit_pairs(units: Iterable[UnitInfo]) -> list[tuple[str, str]]:
    return [(unit.code, unit.name()) for unit in units]


class _Filing(TypedForm):
    """What every way of filing asks: whose dossier it is."""

    applicant_kind = forms.ChoiceField(label=_("Applicant"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Full name"), max_length=120, widget=forms.TextInput(attrs=_OFF))
    id_number = forms.CharField(
        label=_("Number of the identity card or of the business"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=_OFF),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30, widget=_PHONE)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=120)
    home = forms.CharField(
        label=_("Address for letters"), required=False, max_length=300, widget=forms.TextInput(attrs=_OFF)
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, procedure: Procedure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedure = procedure
        kinds = [(kind, _KINDS[kind]) for kind in procedure.applicants]
        self.fields["applicant_kind"].choices = kinds  # type: ignore[attr-defined]
        self.initial.setdefault("applicant_kind", kinds[0][0])

    def contact(self) -> ContactData:
        """Who it is, for the vault."""
        data = self.cleaned_data
        return ContactData(
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            id_number=data["id_number"],
            address=data["home"],
        )


class DeskForm(_Filing):
    """A dossier taken in at a desk: one line a paper, so that the keyboard alone is enough."""

    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect, choices=_CHANNELS)
    handler = forms.ChoiceField(label=_("The agency that decides"))
    is_vneid = forms.BooleanField(label=_("The electronic identity was shown"), required=False)
    is_accepted = forms.BooleanField(label=_("Accept it at once and make the appointment"), required=False)

    def __init__(self, procedure: Procedure, desk: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(procedure, *args, **kwargs)
        self.desk = desk
        if not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True
        self.initial.setdefault("channel", "in_person")
        self.initial.setdefault("is_accepted", True)
        if procedure.has_place:
            self.fields["address"] = forms.CharField(label=_("Where is it?"), required=False, max_length=300)
        units = units_valid_on(catalogue().calendar.local_day(clock.now()))
        self.fields["handler"].choices = unit_pairs(units)  # type: ignore[attr-defined]
        for part in procedure.parts:
            choices = [("", _("missing")), ("paper", _("on paper")), ("file", _("as a file"))]
            if part.reusable:
                choices += [("population", _("from the population data")), ("vault", _("from their own papers"))]
            field = forms.ChoiceField(label=said(part.names), choices=choices, required=False)
            self.fields[_PREFIX + part.code] = field
            self.initial.setdefault(_PREFIX + part.code, "paper" if part.required else "")

    def paper_fields(self) -> list[Any]:
        """The lines of the papers, for the page."""
        return [self[name] for name in self.fields if name.startswith(_PREFIX)]

    def main_fields(self) -> list[Any]:
        """The other lines, in the order in which a desk asks."""
        return [field for field in self.visible_fields() if not field.name.startswith(_PREFIX)]

    def new_dossier(self) -> NewDossier:
        """What was typed, for the command."""
        data = self.cleaned_data
        papers = {
            name.removeprefix(_PREFIX): origin for name, origin in data.items() if name.startswith(_PREFIX) and origin
        }
        return NewDossier(
            procedure=self.procedure.code,
            received_by=self.desk,
            contact=self.contact(),
            applicant_kind=data["applicant_kind"],
            channel=data["channel"],
            papers=papers,
            address=data.get("address", ""),
            is_vneid=data["is_vneid"],
            key=data["key"] or None,
        )


@dataclass(frozen=True)
class PartFields:
    """What the page shows for one part: its name, the file field, the tick to take it from data, what came already."""

    name: str
    is_required: bool
    files: forms.BoundField
    taken: forms.BoundField | None
    held: list[HeldFile]


class OnlineForm(_Filing):
    """A dossier filed by a signed-in citizen; each part comes as files, or is taken from data the city holds.

    A browser forgets chosen files when a form comes back, so they are held from the first press on and listed.
    """

    received_by = forms.ChoiceField(label=_("Where do you file it?"))

    def __init__(self, procedure: Procedure, *args: Any, **kwargs: Any) -> None:
        super().__init__(procedure, *args, **kwargs)
        found = [one for one in desks() if procedure.role in one.roles] or desks()
        self.fields["received_by"].choices = [("", _("Choose")), *unit_pairs(found)]  # type: ignore[attr-defined]
        for part in procedure.parts:
            if part.reusable:
                label = _("Take it from the data the city holds")
                self.fields[_PREFIX + part.code] = forms.BooleanField(label=label, required=False)
            self.fields[_FILES + part.code] = DocumentsField(label=said(part.names), required=False)

    def main_fields(self) -> list[Any]:
        """The lines that are no parts."""
        return [field for field in self.visible_fields() if not field.name.startswith((_PREFIX, _FILES))]

    def part_fields(self, actor: Actor) -> list[PartFields]:
        """The parts, with what this person uploaded before."""
        held = held_files(str(self["key"].value() or ""), actor)
        return [
            PartFields(
                said(part.names),
                part.required,
                self[_FILES + part.code],
                self[_PREFIX + part.code] if part.reusable else None,
                [one for one in held if one.part == part.code],
            )
            for part in self.procedure.parts
        ]

    def uploads(self) -> list[Upload]:
        """The files that came with this press, wherever the other fields are wrong."""
        return [
            Upload(part.code, file.name or "", file.read())
            for part in self.procedure.parts
            for file in self.cleaned_data.get(_FILES + part.code, ())
        ]

    def new_dossier(self, language: str) -> NewDossier:
        """What was typed, for the command."""
        data = self.cleaned_data
        taken = [name for name, is_taken in data.items() if name.startswith(_PREFIX) and is_taken]
        return NewDossier(
            procedure=self.procedure.code,
            received_by=data["received_by"],
            contact=self.contact(),
            applicant_kind=data["applicant_kind"],
            channel="online",
            papers={name.removeprefix(_PREFIX): "population" for name in taken},
            language=language,
            key=data["key"] or None,
        )
