"""Forms and form fields that several rooms use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PhotosInput(forms.ClearableFileInput):
    """A file field that takes several pictures."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several uploads; what is in them is checked by the command, not here."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]


class DocumentsField(PhotosField):
    """Several uploads that may also be PDFs."""

    widget = PhotosInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp", "multiple": True})


class TypedForm(forms.Form):
    """A form whose texts arrived whole: Django puts U+FFFD in place of bytes that are no UTF-8."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and "\ufffd" in value:
                self.add_error(name, _("This text holds characters that cannot be stored. Type it again."))
        return cleaned
