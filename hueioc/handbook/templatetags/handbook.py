"""Shows Markdown and days in templates of the handbook."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from hueioc.handbook.rules import rendered

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """HTML of a Markdown text; every tag in it was made by `rendered`, which lets none through."""
    return mark_safe(rendered(text))
