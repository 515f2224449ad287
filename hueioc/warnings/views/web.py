"""What the pages of warnings share: the language of a reader, private pages, a number in the address."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language


def language() -> str:
    """The reader's language, two letters."""
    return (get_language() or "vi")[:2]


def private(answer: HttpResponse) -> HttpResponse:
    """No browser keeps the page of a draft."""
    answer["Cache-Control"] = "no-store"
    return answer


def number_of(request: HttpRequest, name: str, usual: int = 1) -> int:
    """A whole number in the address, or the usual one."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else usual
