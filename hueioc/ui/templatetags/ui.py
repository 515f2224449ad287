"""Icons, times and numbers in the manner of the design guide."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from hueioc.ui.build_version import built

register = template.Library()
register.simple_tag(built)


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, css: str = "ico") -> SafeString:
    """An icon of the sprite, hidden from screen readers: words always stand beside it or in a label."""
    address = f"{built('built/icons.svg')}#{name.replace('/', '-')}"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, address)


@register.filter
def moment(instant: datetime | None) -> SafeString | str:
    """Date and time in the city's zone as a `time` element; nothing for nothing."""
    if instant is None:
        return ""
    shown = localtime(instant)
    return format_html('<time dir="ltr" datetime="{}">{}</time>', shown.isoformat(), date_format(shown, "H:i d/m/Y"))


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The address's query with some values changed; an empty value removes it."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
