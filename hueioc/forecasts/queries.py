"""Questions to forecasts: which rivers are foretold, and what was said of each last. For everybody."""

from hueioc.forecasts.pack import Forecasts, River, read_forecasts
from hueioc.forecasts.shelf import Line, Told, told
from hueioc.lib import clock
from hueioc.workflow.queries import catalogue

__all__ = ["Line", "Told", "known", "newest", "rivers", "told"]


def known() -> Forecasts | None:
    """What the city's packs say of forecasts; None when they say nothing."""
    return read_forecasts(catalogue().pack)


def rivers() -> list[River]:
    """Rivers that are foretold today, in the order of the pack."""
    found, day = known(), clock.today()
    return [one for one in found.river if one.holds_on(day)] if found else []


def newest() -> dict[str, Told]:
    """The newest forecast of each river that has one, by its series."""
    made = {river.target: told(river.code) for river in rivers()}
    return {series: one for series, one in made.items() if one is not None}
