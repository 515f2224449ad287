"""Shapes of what is typed in rescue."""

from hueioc.rescues.forms.calling import AskForm, DamageForm, PasteForm, SafeForm, SearchForm, ShortForm
from hueioc.rescues.forms.desk import (
    CorrectForm,
    FinishForm,
    HandoutForm,
    LevelForm,
    ReasonForm,
    ShelterForm,
    TeamForm,
    VehicleForm,
)

__all__ = [
    "AskForm",
    "CorrectForm",
    "DamageForm",
    "FinishForm",
    "HandoutForm",
    "LevelForm",
    "PasteForm",
    "ReasonForm",
    "SafeForm",
    "SearchForm",
    "ShelterForm",
    "ShortForm",
    "TeamForm",
    "VehicleForm",
]
