"""The field for files of a directive."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.ui.fields import DocumentsField


class FilesField(DocumentsField):
    """Pictures and PDFs, as (name, bytes) each; what is in them is checked by the command."""

    def __init__(self, label: Any) -> None:
        words = _("Pictures or PDFs, at most ten. They lie in the vault, and every look at them is logged.")
        super().__init__(label=label, required=False, help_text=words)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [(file.name, file.read()) for file in super().clean(data, initial)]
