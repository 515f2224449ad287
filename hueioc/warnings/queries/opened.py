"""Released warnings as open data: codes, numbers and times only, exercises marked."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hueioc.warnings.models import Alert, Happening

COLUMNS = (
    *("number", "identifier", "status", "message", "follows", "hazard", "level", "severity", "urgency", "certainty"),
    *("area_kind", "units", "onset_at", "expires_at", "released_at", "ended_at", "outcome", "finding"),
)


def open_tables() -> list[tuple[str, str]]:
    """What the catalogue of open data says of warnings."""
    return [(_("Released warnings"), "/warnings/archive.csv")]


def open_rows() -> Iterator[tuple[str, ...]]:
    """Every released warning in the order of release, as `COLUMNS`."""
    found = dict(Happening.objects.order_by("id").values_list("alert_id", "finding"))
    rows = Alert.objects.filter(released_at__isnull=False).defer("cap", "texts").order_by("released_at", "id")
    for one in rows.iterator(chunk_size=500):
        moments = (one.onset_at, one.expires_at, one.released_at, one.closed_at)
        yield (
            one.code,
            one.identifier or "",
            "Exercise" if one.is_exercise else "Actual",
            one.message,
            one.follows,
            one.service,
            str(one.level or ""),
            one.severity,
            one.cap_urgency,
            one.certainty,
            one.area_kind,
            " ".join(one.area_units),
            *(moment.isoformat() if moment else "" for moment in moments),
            one.outcome,
            found.get(one.pk, ""),
        )
