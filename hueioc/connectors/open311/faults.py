"""The standard's errors: a list of codes with descriptions, and the HTTP status they have."""

from collections.abc import Sequence

from django.http import HttpResponse

from hueioc.connectors.open311.formats import Document
from hueioc.lib.refusals import Refusal, Sentence


class Fault(Exception):
    """Something that is answered with an `errors` document; 404 for what does not exist, 403 for a key, else 400."""

    def __init__(self, status: int, *sentences: Sentence) -> None:
        super().__init__(status, *sentences)
        self.status = status
        self.sentences: Sequence[Sentence] = sentences

    def write(self, form: str) -> HttpResponse:
        """The answer in the requested format, in the language of the request."""
        errors = [{"code": self.status, "description": str(sentence)} for sentence in self.sentences]
        return Document("errors", errors).write(form, self.status)


def fault_of(refusal: Refusal) -> Fault:
    """What a command refused, with one error for each field."""
    return Fault(refusal.status, *(list(refusal.fields.values()) or [refusal.sentence]))
