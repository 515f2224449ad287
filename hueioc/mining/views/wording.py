"""What remedies are called, and what each supposes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hueioc.mining.rules.remedies import Remedy

REMEDIES: dict[Remedy, tuple[str | Promise, str | Promise]] = {
    Remedy.REASSIGN: (
        gettext_lazy("Reassign what lies too long"),
        gettext_lazy("What lies longer than nine in ten goes to somebody else and takes the usual time there."),
    ),
    Remedy.MORE_STAFF: (
        gettext_lazy("A quarter more hands"),
        gettext_lazy("A quarter more leaves the queue each week."),
    ),
    Remedy.LESS_STAFF: (
        gettext_lazy("A quarter fewer hands"),
        gettext_lazy("A quarter less leaves the queue each week: what help for others would cost here."),
    ),
    Remedy.MORE_DAYS: (
        gettext_lazy("Work on it on twice as many days"),
        gettext_lazy("Half of the wait for the next turn of work falls away."),
    ),
    Remedy.SPLIT_QUEUE: (
        gettext_lazy("A queue of its own for quick work"),
        gettext_lazy("The quicker half no longer waits behind the slower one."),
    ),
    Remedy.LOWER_ALLOWANCE: (
        gettext_lazy("An allowance at the usual time"),
        gettext_lazy("Set where three in four are done by themselves, and kept."),
    ),
    Remedy.RAISE_ALLOWANCE: (
        gettext_lazy("An allowance that nine in ten keep"),
        gettext_lazy("Fewer are late; what is finished just before today's usual time then takes the longer one."),
    ),
    Remedy.FIX_THE_FORM: (
        gettext_lazy("Ask once: a form that names everything"),
        gettext_lazy("Half of the repeated requests fall away."),
    ),
    Remedy.NAME_AN_OWNER: (
        gettext_lazy("Name one owner"),
        gettext_lazy("No hand-over comes straight back."),
    ),
}
CALLED = {remedy: name for remedy, (name, _supposes) in REMEDIES.items()}
