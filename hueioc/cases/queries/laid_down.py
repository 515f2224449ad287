"""Where reports wait that could not be received while the database was away."""

from functools import lru_cache

from django.conf import settings

from hueioc.lib.spool import Spool


@lru_cache(maxsize=1)
def spool() -> Spool:
    """The spool of this installation."""
    return Spool(settings.SPOOL, most_bytes=settings.SPOOL_BYTES)
