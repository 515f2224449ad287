"""The shapes of what people type into the pages of a report; every choice comes from the packs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.cases.models import Photo
from hueioc.lib import clock
from hueioc.people.queries import display_names, staff_of, units_valid_on
from hueioc.ui.fields import PhotosField, TypedForm
from hueioc.workflow.commands.links import KINDS
from hueioc.workflow.pack import Reason
from hueioc.workflow.queries import catalogue, category_name, outcome_label, said

Choices = list[tuple[str, Any]]
_LONG = forms.Textarea(attrs={"rows": 5, "maxlength": 4000})
_WORDS = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})
_PHONE = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
_EMAIL = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"})
_SHORT = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})


def category_choices() -> Choices:
    """Leaves of the catalogue under their groups."""
    known, day = catalogue(), clock.today()
    groups = []
    for group in known.groups():
        leaves = [(leaf.code, said(leaf.names)) for leaf in known.leaves(day) if leaf.parent == group.code]
        groups.append((said(group.names), leaves))
    return [("", _("Choose")), *groups]


def unit_choices(*, empty: Any = None) -> Choices:
    """Units of today by name."""
    found = [(unit.code, unit.name()) for unit in units_valid_on(clock.today())]
    return [("", empty if empty is not None else _("Choose")), *sorted(found, key=lambda pair: pair[1])]


def reason_choices(reasons: Iterable[Reason]) -> Choices:
    return [("", _("Choose")), *((reason.code, said(reason.names)) for reason in reasons)]


class ReportForm(TypedForm):
    """A new report, photo first."""

    photos = PhotosField(label=_("Photos"), required=False, help_text=_("Up to five, made smaller on the phone."))
    category = forms.ChoiceField(label=_("Kind of problem"), required=False)
    suggested = forms.CharField(required=False, max_length=64)
    description = forms.CharField(
        label=_("What did you see?"), widget=_WORDS, strip=False, required=False, help_text=_("Optional with a photo.")
    )
    address = forms.CharField(
        label=_("Where is it?"), required=False, help_text=_("Street, number or a place nearby."), max_length=300
    )
    lat = forms.FloatField(label=_("Latitude"), required=False)
    lon = forms.FloatField(label=_("Longitude"), required=False)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)
    name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    phone = forms.CharField(label=_("Your phone"), required=False, max_length=40, widget=_PHONE)
    email = forms.CharField(label=_("Your e-mail"), required=False, max_length=120, widget=_EMAIL)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The category from the list, else the suggested one that was tapped; with a photo the words may be missing."""
        data = super().clean()
        if not data.get("category") and "category" not in self.errors:
            data["category"] = data.get("suggested") or ""
            if not data["category"]:
                self.add_error("category", _("Choose what it is about."))
        if data.get("photos") and not data.get("description", "").strip():
            data["description"] = category_name(data.get("category") or "")
        return data


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version of the report was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self.service: str = view.case.service

    def choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class NothingForm(VerbForm):
    """A verb that needs nothing but the press of its button."""


class TriageForm(VerbForm):
    """What the report is, how urgent, and who should do it."""

    category = forms.ChoiceField(label=_("Category"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[("normal", _("Normal")), ("urgent", _("Urgent"))])
    lead = forms.ChoiceField(label=_("Lead unit"), required=False)
    supports = forms.MultipleChoiceField(label=_("Supporting units"), required=False)

    def __init__(self, view: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.choose("category", category_choices())
        self.choose("lead", unit_choices(empty=_("Not yet")))
        self.choose("supports", unit_choices()[1:])


class HandOverForm(VerbForm):
    """To whom the report goes."""

    lead = forms.ChoiceField(label=_("Lead unit"))
    supports = forms.MultipleChoiceField(label=_("Supporting units"), required=False)
    task = forms.CharField(label=_("What is asked of them"), widget=_SHORT, required=False)

    def __init__(self, view: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.choose("lead", unit_choices())
        self.choose("supports", unit_choices()[1:])


class TextForm(VerbForm):
    """A text and nothing else."""

    text = forms.CharField(label=_("Text"), widget=_LONG, strip=False)


class ReasonForm(VerbForm):
    """A coded reason of the transition's group, with an explanation."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("Explanation"), widget=_SHORT, required=False)

    def __init__(self, view: Any, *args: Any, group: str = "return", **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.choose("reason", reason_choices(catalogue().reasons(self.service, group)))


class PauseForm(ReasonForm):
    """Why the work waits, and on which legal basis."""

    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=200)


class ExtendForm(ReasonForm):
    """A later deadline."""

    working_days = forms.IntegerField(label=_("Working days more"), min_value=1)


class ResolveForm(VerbForm):
    """The answer of the lead unit, with its proof."""

    outcome = forms.ChoiceField(label=_("Outcome"))
    text = forms.CharField(label=_("Answer to the reporter"), widget=_LONG, strip=False)
    planned_until = forms.DateField(
        label=_("Promised day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photos = PhotosField(label=_("Pictures of the result"), required=False)

    def __init__(self, view: Any, *args: Any, outcomes: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        named = [(code, outcome_label(self.service, code, public=False)) for code in outcomes]
        self.choose("outcome", [("", _("Choose")), *named])


class SplitForm(TextForm):
    """The second matter of a report."""

    category = forms.ChoiceField(label=_("Category of the second matter"))

    def __init__(self, view: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.choose("category", category_choices())


_KIND_NAMES = {
    "duplicate_of": _("is a duplicate of"),
    "part_of": _("belongs to the incident"),
    "repeats": _("is the same thing again as"),
    "split_from": _("was split from"),
    "related": _("has to do with"),
}


class LinkForm(VerbForm):
    """A relation to another report."""

    kind = forms.ChoiceField(label=_("This report"), choices=[(kind, _KIND_NAMES[kind]) for kind in sorted(KINDS)])
    other = forms.CharField(label=_("Number of the other report"), max_length=24)


class AssignForm(VerbForm):
    """Which colleague does it."""

    assignee = forms.ChoiceField(label=_("Colleague"), required=False)

    def __init__(self, view: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        colleagues = [ref for unit in sorted(view.my_units) for ref in staff_of(unit)]
        names = display_names(colleagues)
        self.choose("assignee", [("", _("Nobody in particular")), *((ref, names[ref]) for ref in colleagues)])


class PublishForm(VerbForm):
    """What the public may read and see."""

    public_text = forms.CharField(label=_("Public text"), widget=_LONG, strip=False)
    public_address = forms.CharField(label=_("Public place"), required=False, max_length=300)
    photos = forms.MultipleChoiceField(
        label=_("Public photos"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    checked = forms.BooleanField(label=_("I checked the marked words; they may stay"), required=False)

    def __init__(self, view: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        photos: list[Photo] = view.photos
        self.choose("photos", [(photo.code, photo.code) for photo in photos])


class PublishAnswerForm(VerbForm):
    """The public wording of an answer."""

    message_id = forms.IntegerField(widget=forms.HiddenInput)
    public_text = forms.CharField(label=_("Public text"), widget=_LONG, strip=False)
    checked = forms.BooleanField(label=_("I checked the marked words; they may stay"), required=False)


class RateForm(VerbForm):
    """How satisfied the reporter is."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            ("5", _("Very satisfied")),
            ("4", _("Satisfied")),
            ("3", _("Acceptable")),
            ("2", _("Dissatisfied")),
            ("1", _("Very dissatisfied")),
        ],
    )
    text = forms.CharField(label=_("Say more"), widget=_SHORT, required=False, strip=False)


class RevealForm(VerbForm):
    """Why somebody of the centre needs to know who reported."""

    reason = forms.CharField(label=_("Why do you need to see this?"), widget=_SHORT)


class PhotoForm(VerbForm):
    """More pictures."""

    photos = PhotosField(label=_("Photos"), required=True)


class RoutingForm(forms.Form):
    """The routing rules as text, and why they change."""

    toml = forms.CharField(
        label=_("Rules"), widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}), strip=False
    )
    reason = forms.CharField(label=_("Why do the rules change?"), widget=_SHORT, required=False)
