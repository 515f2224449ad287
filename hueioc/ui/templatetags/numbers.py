"""Numbers, shares and changes as the reader's language writes them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()
_THIN = "\u00a0"


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """A number with the separators of the language; a dash for nothing."""
    if value is None:
        return "–"
    # Django cuts decimals off where people round.
    return number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)


@register.filter
def percent(share: float | None, decimals: int = 1) -> str:
    """A share from 0 to 1 in per cent, as "94,8 %" in Vietnamese; a dash when nothing can be said."""
    return "–" if share is None else f"{number(100 * share, decimals)}{_THIN}%"


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """A change with its sign; the minus is the one of typesetting."""
    if value is None:
        return "–"
    words = number(abs(value), decimals)
    return f"+{words}" if value > 0 else f"\u2212{words}" if value < 0 else words


@register.filter
def points(change: float | None) -> str:
    """A change of a share in points with one decimal: "−2,4 points"."""
    if change is None:
        return "–"
    return _("%(change)s points") % {"change": signed(round(100 * change, 1), 1)}
