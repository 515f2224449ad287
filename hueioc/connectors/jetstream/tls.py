"""Keeps the password and the facts out of the clear: the client's library would go on when a server offers no TLS."""

import ssl
from collections.abc import Callable
from typing import Any


class InTheClear(OSError):
    """The server does not ask for TLS, and nothing may be sent to it without."""

    description = "the server does not offer TLS"


class Watched(ssl.SSLContext):
    """The usual checks of certificate and name, and a note whether a connection was really made with them."""

    was_used = False

    def wrap_bio(self, *arguments: Any, **more: Any) -> ssl.SSLObject:
        """Begin TLS on a connection."""
        self.was_used = True
        return super().wrap_bio(*arguments, **more)

    def check(self) -> None:
        """Raises InTheClear before anything is sent on a connection without TLS."""
        if not self.was_used:
            raise InTheClear


def watched(server: str) -> Watched | None:
    """What the connection to a server must use; None for an address that is meant to be in the clear."""
    if not server.startswith("tls://"):
        return None
    context = Watched(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    return context


def after_check(secret: str, tls: Watched | None) -> Callable[[], str] | None:
    """A secret that is given out only over TLS, where that is wanted; None when there is no secret."""

    def given() -> str:
        if tls is not None:
            tls.check()
        return secret

    return given if secret else None
