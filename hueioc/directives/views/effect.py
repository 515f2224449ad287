"""What became of the number a directive came from; the settings name the door that knows numbers."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from hueioc.directives.models import Directive
from hueioc.workflow.queries import city_world


def effect_of(directive: Directive) -> Any:
    """The number before and after the directive was given, as the door shows it; None when it came from no number."""
    kind, _colon, code = directive.origin_ref.partition(":")
    if kind != "figure" or not settings.FIGURE_DOOR:
        return None
    end = directive.closed_at and city_world().day(directive.closed_at)
    measure = import_string(settings.FIGURE_DOOR)
    return measure(code, directive.origin_path, city_world().day(directive.opened_at), end)
