"""The one stream of JetStream as blocking calls, each with an end, so that a thread beside the city can use it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from nats.aio.client import Client
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.api import PubAck, StreamConfig, StreamInfo
from nats.js.errors import NotFoundError

from hueioc.connectors.jetstream.letters import EXPECTED_END, Letter
from hueioc.connectors.jetstream.tls import after_check, watched

CONNECT_S, ANSWER_S, CLOSE_S = 5, 10, 1
DEDUP_WINDOW_S = 120.0
Result = TypeVar("Result")


class Away(Exception):
    """The server does not answer, or refused; the sentence says which. Nothing is known of what it took meanwhile."""


class End(NamedTuple):
    """The end of the stream: number of its last message (0: there never was one) and that message, if still kept."""

    number: int
    body: bytes | None


class Stream:
    """A connection to one stream. Every method raises Away; after that the connection is of no use any more."""

    def __init__(self, where: dict[str, Any], dedup_window_s: float = DEDUP_WINDOW_S) -> None:
        self._where, self._window_s = where, dedup_window_s
        self._stream: str = where["stream"]
        self._loop = asyncio.new_event_loop()
        self._trouble: asyncio.Future[Exception] = self._loop.create_future()
        self._client = Client()
        self._context: JetStreamContext | None = None

    def open(self) -> End:
        """Connect, make the stream when there is none, and find its end."""
        return self._wait(self._open, CONNECT_S + 3 * ANSWER_S)

    def publish(self, letters: Sequence[Letter], after: int) -> int:
        """Add messages in their order behind message `after` and nowhere else; returns the new last number.

        Returns only when the server has acknowledged every one of them.
        """
        return self._wait(lambda: self._publish(letters, after), ANSWER_S)

    def rest(self, seconds: float) -> None:
        """Wait, and meanwhile answer the server, which ends connections that stay silent."""
        self._wait(lambda: asyncio.sleep(seconds), seconds + ANSWER_S)
        if not self._client.is_connected:
            raise Away("the connection was lost")

    def close(self) -> None:
        """End the connection; never raises."""
        try:
            self._loop.run_until_complete(asyncio.wait_for(self._client.close(), CLOSE_S))
        except (Error, OSError, TimeoutError):
            pass  # it is gone, which is what was wanted
        finally:
            self._loop.close()

    def _wait(self, work: Callable[[], Awaitable[Result]], seconds: float) -> Result:
        try:
            return self._loop.run_until_complete(asyncio.wait_for(work(), seconds))
        except (Error, OSError, TimeoutError) as error:
            # The library's text may hold the address with its password; a refusal of JetStream has a text of its own.
            reason = getattr(error, "description", None) or type(error).__name__
            raise Away(str(reason)) from None

    async def _open(self) -> End:
        where, tls = self._where, watched(self._where["server"])
        await self._client.connect(
            where["server"],
            user=after_check(where["user"], tls),
            password=after_check(where["password"], tls),
            tls=tls,
            name="hueioc",
            connect_timeout=CONNECT_S,
            # The end of the stream must be read after every break, so each connection is a new one.
            allow_reconnect=False,
            error_cb=self._note,
            closed_cb=self._note,
        )
        if tls is not None:
            tls.check()
        # A first try that failed has been noted too, and is over.
        self._trouble = self._loop.create_future()
        context = self._context = self._client.jetstream(timeout=ANSWER_S)
        number = (await self._found(context)).state.last_seq
        if number == 0:
            return End(0, None)
        try:
            return End(number, (await context.get_msg(self._stream, number)).data)
        except NotFoundError:
            return End(number, None)

    async def _found(self, context: JetStreamContext) -> StreamInfo:
        try:
            return await context.stream_info(self._stream)
        except NotFoundError:
            config = StreamConfig(
                name=self._stream,
                subjects=[f"{self._where['subject']}.>"],
                duplicate_window=self._window_s,
            )
            return await context.add_stream(config)

    async def _publish(self, letters: Sequence[Letter], after: int) -> int:
        context = self._context
        assert context is not None
        waiting = []
        for number, one in enumerate(letters, after):
            headers = {**one.headers, EXPECTED_END: str(number)}
            waiting.append(await context.publish_async(one.subject, one.body, stream=self._stream, headers=headers))
        answers = asyncio.ensure_future(_all(waiting))
        either: set[asyncio.Future[Any]] = {answers, self._trouble}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not answers.done():
            answers.cancel()
            raise self._trouble.result()
        last = answers.result()[-1].seq
        if last != after + len(letters):
            raise Away("the stream grew in another way than asked")
        return last

    async def _note(self, error: Exception | None = None) -> None:
        """What breaks the connection or refuses a message comes here, not to the waiting call, which must not wait."""
        if not self._trouble.done():
            self._trouble.set_result(error or Away("the connection was lost"))


async def _all(waiting: Sequence[asyncio.Future[PubAck]]) -> list[PubAck]:
    return [await one for one in waiting]
