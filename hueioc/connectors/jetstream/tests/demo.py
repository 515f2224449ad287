"""What happens in the tests of the relay only, and how it is carried."""

from django.db import transaction

from hueioc.connectors.jetstream.relay import Relay
from hueioc.connectors.jetstream.stream import Stream
from hueioc.connectors.jetstream.tests.server import Server
from hueioc.journal.commands import record
from hueioc.journal.runner import catch_up
from hueioc.workflow.events import Noted


class NatsNoted(Noted, frozen=True, kw_only=True):
    """Something that happens in these tests only."""

    kind = "nats_test.noted"


def happen(times: int) -> None:
    """Record so many facts and seal them."""
    for number in range(times):
        with transaction.atomic():
            record(NatsNoted(verb="note", count=number), subject=f"thing:{number}", actor="rule:test")
    catch_up()


def relayed(server: Server, stream: Stream | None = None) -> int:
    """What a relay carries from its start to the end of the journal."""
    relay, sum_ = Relay(server.where, stream), 0
    try:
        relay.start()
        while taken := relay.step():
            sum_ += taken
        return sum_
    finally:
        relay.close()
