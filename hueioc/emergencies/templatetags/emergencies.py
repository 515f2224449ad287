"""Filters of the pages of emergencies."""

from django import template
from django.utils.translation import get_language

from hueioc.places.queries import area_name

register = template.Library()


@register.filter
def ward(code: str) -> str:
    """The name of a ward in the reader's language."""
    return area_name(code, get_language() or "vi")
