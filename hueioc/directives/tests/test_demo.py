"""The demo tells directives in every state, with the accounts people sign in with."""

from threading import Event

from hueioc.demo.cast import assemble
from hueioc.demo.directing import directives, tell_directives
from hueioc.directives.models import Directive


def test_the_demo_tells_every_directive_of_its_pack(city: None, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assemble()
    assert tell_directives(Event()) == len(directives()) > 5
    assert {"assigned", "in_work", "resolved", "closed", "received"} == set(
        Directive.objects.values_list("phase", flat=True)
    )
    assert Directive.objects.filter(is_confidential=True).count() == 1
    assert not Directive.objects.filter(giver="machine:demo").exists()
