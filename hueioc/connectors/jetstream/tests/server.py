"""A real NATS server for tests, in a temporary place, with what a reader of the stream sees."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import nats
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

PROGRAM = shutil.which("nats-server")
PATIENCE_S = 30
Result = TypeVar("Result")


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for a condition; fails after half a minute."""
    until = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < until, "the condition did not come true"
        time.sleep(0.01)


class Server:
    """One server on one port of this machine; `stop` and `start` keep its port and its files."""

    def __init__(self, place: Path, *options: str) -> None:
        self.place, self.options = place, options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens, with or without TLS."""
        return f"{'tls' if self.options else 'nats'}://127.0.0.1:{self.port}"

    @property
    def where(self) -> dict[str, Any]:
        """The relay's settings for this server."""
        return {"server": self.address, "user": "", "password": "", "stream": "FACTS", "subject": "hueioc.facts"}

    def start(self) -> None:
        """Start it and wait until JetStream answers."""
        command = [str(PROGRAM), "-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self.place), *self.options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def stop(self, *, kill: bool = False) -> None:
        """End it as an operator would, or as a crash would."""
        if self._process is not None:
            (self._process.kill if kill else self._process.terminate)()
            self._process.wait(PATIENCE_S)
            self._process = None

    def ask(self, question: Callable[[JetStreamContext], Awaitable[Result]]) -> Result:
        """The answer of a coroutine that gets a JetStream of its own."""

        async def asked() -> Result:
            client = await nats.connect(
                self.address, user="city", password="secret", allow_reconnect=False, error_cb=_quietly
            )
            try:
                return await question(client.jetstream(timeout=2))
            finally:
                await client.close()

        return asyncio.run(asked())

    def messages(self, stream: str = "FACTS") -> list[RawStreamMsg]:
        """Everything in the stream, in its order."""

        async def read(context: JetStreamContext) -> list[RawStreamMsg]:
            state = (await context.stream_info(stream)).state
            return [await context.get_msg(stream, number) for number in range(state.first_seq, state.last_seq + 1)]

        return self.ask(read)

    def length(self) -> int:
        """How many messages the stream ever took; 0 while there is none."""
        try:
            return int(self.ask(lambda context: context.stream_info("FACTS")).state.last_seq)
        except NotFoundError:
            return 0

    def places(self) -> list[int]:
        """The place in the journal of every message."""
        return [msgspec.json.decode(message.data or b"")["seq"] for message in self.messages()]

    def _answers(self) -> bool:
        try:
            self.ask(lambda context: context.account_info())
        except (nats.errors.Error, OSError, TimeoutError):
            return False
        return True


async def _quietly(error: Exception) -> None:
    """A server that is not there yet is no news."""
