"""Form fields that several rooms use."""

from typing import Any

from django import forms


class PhotosInput(forms.ClearableFileInput):
    """A file field that takes several pictures."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several uploads; what is in them is checked by the command, not here."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]
