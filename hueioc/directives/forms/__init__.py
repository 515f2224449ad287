"""The shapes of what people type into the pages of directives; every choice comes from the packs."""

from hueioc.directives.forms.giving import GiveForm
from hueioc.directives.forms.verbs import (
    AnswerForm,
    AssignForm,
    CloseForm,
    ExtendForm,
    ExtensionForm,
    NothingForm,
    ProgressForm,
    ReasonForm,
    ResolveForm,
    TextForm,
    UnitForm,
    VerbForm,
)

__all__ = [
    "AnswerForm",
    "AssignForm",
    "CloseForm",
    "ExtendForm",
    "ExtensionForm",
    "GiveForm",
    "NothingForm",
    "ProgressForm",
    "ReasonForm",
    "ResolveForm",
    "TextForm",
    "UnitForm",
    "VerbForm",
]
