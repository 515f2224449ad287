"""Words of warnings that everybody reads: kinds of messages, findings, and the chips of a state."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.warnings.models import Alert
from hueioc.workflow.queries import Chip, state_chips

SAID = {
    "message": {
        "alert": gettext_lazy("Warning"),
        "update": gettext_lazy("Update"),
        "cancel": gettext_lazy("Cancellation"),
        "all_clear": gettext_lazy("All clear"),
    },
    "finding": {
        "as_warned": gettext_lazy("As warned"),
        "weaker": gettext_lazy("Weaker than warned"),
        "stronger": gettext_lazy("Stronger than warned"),
        "nothing": gettext_lazy("It did not happen"),
        "not_known": gettext_lazy("Not known"),
    },
}


def chips_of(alert: Alert, *, public: bool = True) -> list[Chip]:
    """State, level and exercise of a warning; never colour alone."""
    chips = [Chip("s-reopened", "school", _("EXERCISE"))] if alert.is_exercise else []
    if alert.message != "alert":
        chips.append(Chip("", "arrow-right-circle", str(SAID["message"][alert.message])))
    chips += state_chips(alert, public=public)
    return chips
