"""Whether a report can be right, before anybody saves it: asked by the command and by doors that answer early."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hueioc.cases.rules.intake import NewReport, check_report
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.places.queries import is_inside_city
from hueioc.workflow.queries import catalogue


def check_new(report: NewReport, at: datetime | None = None) -> None:
    """Refuse a report that cannot be right. Raises Invalid."""
    known, now = catalogue(), at or clock.now()
    category = known.category(report.category)
    if category.parent is None or not category.holds_on(clock.day_of(now)):
        raise Invalid(_("Choose a category from the list."), fields={"category": _("Choose a category from the list.")})
    check_report(report, bounds=known.pack.city.bounds, now=now)
    if report.point and not is_inside_city(report.point):
        outside = _("This place is outside the city.")
        raise Invalid(outside, fields={"place": outside})
