"""The shapes of what people type into the handbook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.handbook.models import Page
from hueioc.handbook.queries import unhelpful_reasons
from hueioc.handbook.rules import NewVersion
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import said

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PageForm(TypedForm):
    """One version of a page; `version` is the one that was looked at, 0 for a new page."""

    unit = forms.ChoiceField(label=_("Unit that owns the page"))
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Markdown: # heading, **bold**, - list, 1. steps, [words](address), | table |. HTML is shown as typed."
        ),
        widget=forms.Textarea(attrs={"rows": 18, "maxlength": 60000}),
        strip=False,
    )
    legal_source = forms.CharField(
        label=_("Legal source"),
        help_text=_("Number, date and article of the document that this rests on."),
        required=False,
        max_length=500,
    )
    valid_from = forms.DateField(label=_("Holds from"), required=False, widget=_DAY)
    valid_to = forms.DateField(label=_("Holds until"), required=False, widget=_DAY)
    is_public = forms.BooleanField(label=_("Everybody may read it, also citizens"), required=False)
    note = forms.CharField(label=_("What changed, for colleagues"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, actor: Actor, page: Page | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(code, known.name()) for code in sorted(actor.units) if (known := unit(code))]
        self.fields["unit"].choices = mine  # type: ignore[attr-defined]
        if page is not None or len(mine) == 1:
            del self.fields["unit"]

    def new_version(self) -> NewVersion:
        """What was typed, without the unit."""
        names = ("title", "body", "legal_source", "valid_from", "valid_to", "is_public", "note")
        return NewVersion(**{name: self.cleaned_data[name] for name in names})


class UnhelpfulForm(TypedForm):
    """Why a page did not help."""

    reason = forms.ChoiceField(label=_("It did not help, because"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        help_text=_("No names and numbers of persons, please."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(one.code, said(one.names)) for one in unhelpful_reasons()]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
