"""The form with which a directive is given or handed down: one column, supporting units each with their part."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.directives.forms.fields import FilesField
from hueioc.directives.queries import fields_of_directives, priorities
from hueioc.directives.rules.intake import LONGEST_TASK, LONGEST_TEXT, LONGEST_TITLE, NewDirective
from hueioc.lib import clock
from hueioc.people.queries import units_valid_on
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import catalogue, said
from hueioc.workflow.rules.deadlines import due

# Rows for supporting units on the form; more are added on the directive's own page.
ROWS = 5
_HIDDEN = forms.HiddenInput


class GiveForm(TypedForm):
    """A new directive; what it came from travels in hidden fields."""

    title = forms.CharField(label=_("What is asked, in one line"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What is to be done"),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_TEXT}),
        strip=False,
    )
    lead = forms.ChoiceField(label=_("Lead unit"))
    due_on = forms.DateField(
        label=_("To be done by"),
        help_text=_("The end of office hours of this day; it must be a working day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    priority = forms.ChoiceField(label=_("Priority"), widget=forms.RadioSelect)
    field = forms.ChoiceField(label=_("Field"))
    document = forms.CharField(label=_("Number of the document"), required=False, max_length=80)
    documents = FilesField(_("Attached documents"))
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Only you, the heads of the units and whom they name learn that it exists; it is counted nowhere."),
    )
    origin = forms.CharField(widget=_HIDDEN, required=False, max_length=16)
    origin_ref = forms.CharField(widget=_HIDDEN, required=False, max_length=80)
    origin_path = forms.CharField(widget=_HIDDEN, required=False, max_length=300)
    key = forms.CharField(widget=_HIDDEN, required=False, max_length=64)

    def __init__(self, *args: Any, without: str = "", **kwargs: Any) -> None:
        """`without` is the unit that hands down, which cannot be asked itself."""
        super().__init__(*args, **kwargs)
        today = catalogue().calendar.local_day(clock.now())
        pairs = [(one.code, one.name()) for one in units_valid_on(today) if one.code != without]
        self._choose("lead", [("", _("Choose")), *pairs])
        self._choose("priority", [(one.code, said(one.names)) for one in reversed(priorities())])
        fields = fields_of_directives(today)
        self._choose("field", [(one.code, said(one.names)) for one in fields])
        usual = priorities()[-1]
        self.initial.setdefault("priority", usual.code)
        self.initial.setdefault("field", fields[-1].code)
        proposed = due(clock.now(), usual.propose, catalogue().calendar).at
        self.initial.setdefault("due_on", catalogue().calendar.local_day(proposed) if proposed else None)
        for row in range(ROWS):
            unit = forms.ChoiceField(label=_("Supporting unit"), required=False, choices=[("", _("Nobody")), *pairs])
            task = forms.CharField(
                label=_("Its part"),
                required=False,
                max_length=LONGEST_TASK,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"support_{row}"], self.fields[f"task_{row}"] = unit, task

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def main_fields(self) -> list[Any]:
        """The lines every directive has."""
        return [field for field in self.visible_fields() if not field.name.startswith(("support_", "task_"))]

    def support_rows(self) -> list[tuple[Any, Any]]:
        """(unit, its part) for each line of the supporting units."""
        return [(self[f"support_{row}"], self[f"task_{row}"]) for row in range(ROWS)]

    @property
    def has_supports(self) -> bool:
        """True when one was chosen: the page shows the lines opened."""
        return any(unit.value() for unit, _task in self.support_rows())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [cleaned.get(f"support_{row}") for row in range(ROWS) if cleaned.get(f"support_{row}")]
        for row in range(ROWS):
            if cleaned.get(f"task_{row}") and not cleaned.get(f"support_{row}"):
                self.add_error(f"support_{row}", _("Choose the unit this part is for."))
        if len(chosen) != len(set(chosen)):
            self.add_error(None, _("Each supporting unit stands once."))
        return cleaned

    def new_directive(self) -> NewDirective:
        """What was typed, for the command."""
        data = self.cleaned_data
        rows = [(data[f"support_{row}"], data[f"task_{row}"]) for row in range(ROWS)]
        return NewDirective(
            title=data["title"],
            text=data["text"],
            lead=data["lead"],
            due_on=data["due_on"],
            field=data["field"],
            priority=data["priority"],
            supports={unit: task for unit, task in rows if unit},
            is_confidential=data["is_confidential"],
            document=data["document"],
            origin=data["origin"],
            origin_ref=data["origin_ref"],
            origin_path=data["origin_path"],
            key=data["key"] or None,
        )
