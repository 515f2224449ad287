"""Where the relay goes on: behind the end of the stream, and nowhere when the stream is not this journal's."""

import json

import msgspec
import pytest

from hueioc.connectors.jetstream.letters import Letter, letter
from hueioc.connectors.jetstream.relay import READER, OtherPast
from hueioc.connectors.jetstream.stream import Stream
from hueioc.connectors.jetstream.tests.demo import happen, relayed
from hueioc.connectors.jetstream.tests.server import PROGRAM, Server
from hueioc.journal.commands import keep_position
from hueioc.journal.queries import facts_after, position

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PROGRAM is None, reason="the program nats-server is not installed"),
]


def test_a_stream_that_was_deleted_gets_the_whole_journal_again(server: Server) -> None:
    happen(3)
    relayed(server)
    server.ask(lambda context: context.delete_stream("FACTS"))
    assert relayed(server) == 3
    assert server.places() == [1, 2, 3]


def test_a_stream_whose_messages_have_expired_goes_on_from_the_kept_position(server: Server) -> None:
    happen(3)
    relayed(server)
    server.ask(lambda context: context.purge_stream("FACTS"))
    happen(2)
    assert relayed(server) == 2
    assert server.places() == [4, 5]


def test_what_the_server_lost_in_a_power_cut_is_sent_again(server: Server) -> None:
    happen(3)
    relayed(server)
    # As if the newest two had never been synced: a stream whose end lies before the kept position.
    server.ask(lambda context: context.delete_stream("FACTS"))
    stream = Stream(server.where)
    end = stream.open()
    stream.publish([letter(fact, "hueioc.facts") for fact in facts_after(0, 1)], end.number)
    stream.close()
    assert position(READER) == 3
    assert relayed(server) == 2
    assert server.places() == [1, 2, 3]


def test_the_stream_of_another_journal_is_left_alone(server: Server) -> None:
    happen(2)
    stream = Stream(server.where)
    stream.open()
    [fact] = facts_after(0, 1)
    strange = letter(fact, "hueioc.facts")
    changed = msgspec.json.encode(json.loads(strange.body) | {"recorded_at": "2020-01-01T00:00:00Z"})
    stream.publish([strange._replace(body=changed)], 0)
    stream.close()
    with pytest.raises(OtherPast, match="another journal"):
        relayed(server)
    assert len(server.messages()) == 1


def test_a_stream_of_somebody_else_is_left_alone(server: Server) -> None:
    happen(1)
    stream = Stream(server.where)
    stream.open()
    stream.publish([Letter(1, "hueioc.facts.public.x", {}, b"hello")], 0)
    stream.close()
    keep_position(READER, 0)
    with pytest.raises(OtherPast, match="no fact of a city"):
        relayed(server)
