"""The gallery: every component in all its states, to be looked at in both themes and directions before it is used."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.cases.queries import Chip
from hueioc.lib.refusals import NotFound
from hueioc.ui.charts import line_chart, spark

FRAMES = ("staff", "citizen")
_COURSE = [12.0, 15, 11, 14, 18, 16, 21, 19, 24, 22, 20, 25]
_ANSWERED = [9.0, 12, 13, 10, 15, 17, 16, 20, 19, 21, 23, 22]


def _chips() -> list[Chip]:
    """Phases, outcomes and deadlines as they look everywhere (design guide, section 3)."""
    return [
        Chip("s-new", "sparkles", _("new")),
        Chip("s-triaged", "arrow-right-circle", _("lead")),
        Chip("s-progress", "progress", _("due soon")),
        Chip("s-waiting", "player-pause", _("clock stands")),
        Chip("s-resolved", "circle-check", _("Answered")),
        Chip("", "archive", _("Closed.")),
        Chip("s-reopened", "rotate", _("taken up again")),
        Chip("s-ok", "clock", _("in time")),
        Chip("s-warn", "clock-exclamation", _("due soon")),
        Chip("s-breach", "filled/alert-triangle", _("overdue")),
    ]


@require_safe
def gallery(request: HttpRequest, frame: str) -> HttpResponse:
    """The components of one frame, `staff` or `citizen`; theme and language are chosen as on every page."""
    if frame not in FRAMES:
        raise NotFound(_("There is no such page. Check the address, or begin at home."))
    days = [f"{day}/11" for day in range(1, len(_COURSE) + 1)]
    context = {
        "chips": _chips(),
        "line": spark(_COURSE),
        "pages": {"page": 2, "pages": 5},
        "chart": line_chart(days, [(_("Received"), "c-1", _COURSE), (_("Answered"), "c-2", _ANSWERED)]),
    }
    return render(request, f"portal/gallery_{frame}.html", context)
