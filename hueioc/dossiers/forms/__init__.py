"""The shapes of what people type into the pages of dossiers; every choice comes from the packs."""

from hueioc.dossiers.forms.figures import FigureForm
from hueioc.dossiers.forms.filing import DeskForm, OnlineForm
from hueioc.dossiers.forms.verbs import (
    ApologyForm,
    AssignForm,
    AttachForm,
    FinishForm,
    HandOverForm,
    NothingForm,
    PaidForm,
    PaymentForm,
    ReasonForm,
    ResultForm,
    SupplementForm,
    TextForm,
    VerbForm,
    uploads_in,
)

__all__ = [
    "ApologyForm",
    "AssignForm",
    "AttachForm",
    "DeskForm",
    "FigureForm",
    "FinishForm",
    "HandOverForm",
    "NothingForm",
    "OnlineForm",
    "PaidForm",
    "PaymentForm",
    "ReasonForm",
    "ResultForm",
    "SupplementForm",
    "TextForm",
    "VerbForm",
    "uploads_in",
]
