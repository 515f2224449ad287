"""What the pages of returns share: numbers of pages."""

from django.http import QueryDict


def page_number(get: QueryDict) -> int:
    """The page an address asks for; what makes no sense counts as the first."""
    text = get.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
