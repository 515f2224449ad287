"""The shapes of what people type into the pages of meetings; every choice comes from packs and registers."""

from hueioc.meetings.forms.acting import (
    AgendaForm,
    AnswerForm,
    ConcludeForm,
    FloorForm,
    MinutesForm,
    NothingForm,
    PapersForm,
    PeopleForm,
    ReasonForm,
    TextForm,
    TimeForm,
    VoteForm,
)
from hueioc.meetings.forms.calling import CallForm

__all__ = [
    "AgendaForm",
    "AnswerForm",
    "CallForm",
    "ConcludeForm",
    "FloorForm",
    "MinutesForm",
    "NothingForm",
    "PapersForm",
    "PeopleForm",
    "ReasonForm",
    "TextForm",
    "TimeForm",
    "VoteForm",
]
