"""Makes forecasts anew and keeps them as files: readings and what is computed from them are no facts."""

import msgspec
from django.utils.module_loading import import_string

from hueioc.forecasts.pack import Forecasts, River
from hueioc.forecasts.shelf import Told, shelf
from hueioc.lib.notes import keep_whole


def refresh_forecast(river: River, how: Forecasts) -> Told | None:
    """Foretell a river from what was read until now and keep it. None, and nothing changed, with too little read."""
    # By name: a serving city does without the libraries of the learner.
    told: Told | None = import_string("hueioc.forecasts.making.foretold")(river, how)
    if told is not None:
        shelf().mkdir(parents=True, exist_ok=True)
        keep_whole(shelf() / f"{river.code}.json", msgspec.json.encode(told))
    return told
