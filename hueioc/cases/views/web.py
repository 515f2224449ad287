"""What the pages of reports share: a refusal stays beside the field it speaks of."""

from django import forms

from hueioc.lib.refusals import Refusal


def put_into(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal where it belongs: beside its fields, and above the form what has no field here."""
    for name, sentence in refusal.fields.items():
        form.add_error(_field_for(form, name), str(sentence))
    if not refusal.fields or all(_field_for(form, name) is None for name in refusal.fields):
        said = [str(fault) for fault in form.non_field_errors()]
        if str(refusal.sentence) not in said:
            form.add_error(None, str(refusal.sentence))


def _field_for(form: forms.Form, name: str) -> str | None:
    nearest = {"photo": "photos", "place": "address"}.get(name, name)
    return nearest if nearest in form.fields else None
