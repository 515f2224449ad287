"""How fast facts reach NATS JetStream, each once and in order, against a loop that publishes one after the other."""

import asyncio
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import nats

from bench.journal import FACTS, install, record_all, scratch_database, seal_all, seconds
from hueioc.connectors.jetstream.letters import letter
from hueioc.connectors.jetstream.relay import Relay
from hueioc.connectors.jetstream.tests.server import PROGRAM, Server
from hueioc.journal.queries import facts_after

ROUNDS = 3


def relay_all(where: dict[str, Any]) -> None:
    """What the city does: read, write as JSON, publish with the expected end, keep the position."""
    relay = Relay(where)
    try:
        relay.start()
        while relay.step():
            pass
    finally:
        relay.close()


async def _publish(address: str, letters: list[tuple[str, bytes]]) -> None:
    client = await nats.connect(address)
    stream = client.jetstream()
    await stream.add_stream(name="PLAIN", subjects=["plain.>"])
    for subject, body in letters:
        await stream.publish(subject, body)
    await client.close()


def publish_all(address: str) -> None:
    """What a script would do with the same bodies, already in memory: wait for each acknowledgement in turn."""
    facts = facts_after(0, FACTS)
    letters = [(f"plain.{one.kind}", letter(one, "plain").body) for one in facts]
    asyncio.run(_publish(address, letters))


def main() -> int:
    if PROGRAM is None:
        sys.stderr.write("nats-server is not installed (Debian: apt-get install nats-server).\n")
        return 1
    install()
    ratios = []
    with scratch_database():
        record_all()
        seal_all()
        for number in range(1, ROUNDS + 1):
            with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as place:
                server = Server(Path(place))
                server.start()
                try:
                    plain, relayed = (
                        seconds(partial(publish_all, server.address)),
                        seconds(partial(relay_all, server.where)),
                    )
                finally:
                    server.stop()
            ratios.append(plain / relayed)
            sys.stdout.write(
                f"round {number}: relay {FACTS / relayed:,.0f} facts/s, plain loop {FACTS / plain:,.0f}/s, "
                f"{plain / relayed:.1f} times\n"
            )
    sys.stdout.write(f"median {statistics.median(ratios):.1f} times the plain loop\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
