"""The six ways a door or a command says no; each carries a sentence a person can act on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.forms import BaseForm

Sentence = str | Promise


class Refusal(Exception):
    """Base of all refusals. `sentence` is translated late, in the language of the request.

    `fields` maps a form field's name to the sentence about it, for a door that shows errors beside the field.
    """

    status = 400

    def __init__(self, sentence: Sentence, *, fields: Mapping[str, Sentence] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields: Mapping[str, Sentence] = fields or {}

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(Refusal):
    """What was sent cannot be right; the sentence says what to correct."""


class NotAllowed(Refusal):
    """This person may not do this; the sentence names who can."""

    status = 403


class NotFound(Refusal):
    """There is nothing here that this person may see; it never tells whether it exists."""

    status = 404


class Conflict(Refusal):
    """The state of things has moved on; looking again helps."""

    status = 409


class TooOften(Refusal):
    """This was asked too often from one place; waiting helps."""

    status = 429


class Unavailable(Refusal):
    """Something outside the house that this needs is away; trying again later helps."""

    status = 503


def put_into(form: "BaseForm", refusal: Refusal, near: Mapping[str, str] | None = None) -> None:
    """Show a refusal where it belongs: beside its fields, and above the form what has no field here.

    `near` names, for what a command calls otherwise than the form, the field beside which its sentence stands.
    """
    for name, sentence in refusal.fields.items():
        nearest = name if name in form.fields else (near or {}).get(name)
        form.add_error(nearest if nearest in form.fields else None, str(sentence))
    if not refusal.fields:
        form.add_error(None, str(refusal.sentence))
