"""The form of a figure of an index that nobody counts here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.ui.fields import TypedForm


class FigureForm(TypedForm):
    """How many of how many, and where that stands."""

    numerator = forms.IntegerField(label=_("How many earn points"), min_value=0)
    denominator = forms.IntegerField(label=_("Of how many"), min_value=0)
    source = forms.CharField(label=_("Where these figures stand"), max_length=200)
