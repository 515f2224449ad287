"""Forms that are made from the fields of a pack, and the small ones of the verbs."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.people.queries import display_names, staff_of, units_valid_on
from hueioc.processes.queries import InstanceView
from hueioc.processes.queries.defining import catalogue_for
from hueioc.processes.rules.filling import LARGEST, LONGEST
from hueioc.ui.fields import TypedForm
from hueioc.workflow.pack import FormField, Process, Value
from hueioc.workflow.queries import catalogue, said, unit_label

_WORDS = {"rows": 4, "maxlength": LONGEST["paragraph"]}
_GROUPED = re.compile(r"\d{1,3}([.,\s\u00a0\u202f]\d{3})+")
Choices = list[tuple[str, Any]]


class WholeField(forms.IntegerField):
    """A whole number, also as people write large ones: 8.000.000."""

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        return super().to_python(re.sub(r"\D", "", typed) if _GROUPED.fullmatch(typed) else value)


def _yes_no(field: FormField) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda typed: typed == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _choice(field: FormField) -> forms.Field:
    choices: Choices = [(one.code, said(one.names)) for one in field.choices]
    few = len(choices) <= 4 and field.required
    return forms.ChoiceField(
        choices=choices if few else [("", _("Choose")), *choices], widget=forms.RadioSelect if few else forms.Select
    )


def _unit(field: FormField) -> forms.Field:
    found = units_valid_on(catalogue().calendar.local_day(clock.now()))
    return forms.ChoiceField(choices=[("", _("Choose")), *((one.code, one.name()) for one in found)])


def _number(field: FormField) -> forms.Field:
    # Text and not a number box: it takes the separators of thousands.
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return WholeField(min_value=field.least or 0, max_value=min(field.most or LARGEST, LARGEST), widget=box)


_MADE = {
    "text": lambda field: forms.CharField(max_length=field.most or LONGEST["text"]),
    "paragraph": lambda field: forms.CharField(
        max_length=field.most or LONGEST["paragraph"], widget=forms.Textarea(attrs=_WORDS), strip=False
    ),
    "whole": _number,
    "money": _number,
    "day": lambda field: forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    "yes_no": _yes_no,
    "choice": _choice,
    "unit": _unit,
}


class FieldsForm(TypedForm):
    """Some fields of a process; what it holds goes to the rule, which knows more than a field does."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        process: Process,
        codes: Iterable[str],
        *args: Any,
        values: Mapping[str, Value] | None = None,
        is_dry: bool = False,
        units: Choices | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**_typed(process, values or {}), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if units and len(units) > 1:
            self.fields["of_unit"] = forms.ChoiceField(label=_("For which unit"), choices=units)
        known = {one.code: one for one in process.field if not one.is_computed}
        self.asked = [known[code] for code in dict.fromkeys(codes) if code in known]
        for one in self.asked:
            made = _MADE[one.type](one)
            made.label, made.help_text = said(one.names), said(one.hint) if one.hint else ""
            made.required = one.required
            if is_dry:
                # The rule says what is missing on the way the values take; what lies beside it may stay empty.
                made.validate = lambda value: None  # type: ignore[method-assign]
            self.fields[one.code] = made
        if is_dry:
            self.fields["starter_is_head"] = forms.BooleanField(label=_("A head of the unit starts it"), required=False)

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, by field."""
        names = [one.code for one in self.asked] + ["starter_is_head"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _typed(process: Process, values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as the form shows them again."""
    kinds = {one.code: one.type for one in process.field}
    return {
        code: ("yes" if value else "no") if kinds.get(code) == "yes_no" else value for code, value in values.items()
    }


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: InstanceView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def choose_reason(self, group: str) -> None:
        """The reasons of a group."""
        found = catalogue_for(self.view.instance).reasons(self.view.instance.service, group)
        self.choose("reason", [("", _("Choose")), *((reason.code, said(reason.names)) for reason in found)])


class ReturnForm(VerbForm):
    """Back to which step, and why."""

    to = forms.ChoiceField(label=_("Back to which step"))
    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=forms.Textarea(attrs=_WORDS), required=False, strip=False)

    def __init__(self, view: InstanceView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.choose("to", list(view.back_to))
        self.choose_reason("return")


class StopForm(VerbForm):
    """Why it ends here."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=forms.Textarea(attrs=_WORDS), required=False, strip=False)

    def __init__(self, view: InstanceView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.choose_reason("stopping")


class WithdrawForm(VerbForm):
    """A word about why it is not needed any more."""

    note = forms.CharField(label=_("In words"), widget=forms.Textarea(attrs=_WORDS), required=False, strip=False)


class AssignForm(VerbForm):
    """To which colleague of the unit."""

    assignee = forms.ChoiceField(label=_("Colleague"), required=False)

    def __init__(self, view: InstanceView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        names = display_names(staff_of(view.instance.unit))
        self.choose("assignee", [("", _("Nobody in particular")), *sorted(names.items(), key=lambda pair: pair[1])])


class RerouteForm(VerbForm):
    """To which other unit."""

    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, view: InstanceView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        found = units_valid_on(catalogue().calendar.local_day(clock.now()))
        others = [(one.code, unit_label(one.code)) for one in found if one.code != view.instance.unit]
        self.choose("unit", [("", _("Choose")), *others])


class NothingForm(VerbForm):
    """A verb that needs nothing but the press of its button."""
