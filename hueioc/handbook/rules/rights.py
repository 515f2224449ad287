"""Who reads a page and who writes it: the owner writes, all staff read, everybody reads what is marked public."""

from typing import Protocol

from hueioc.people.rules import Actor


class PageLike(Protocol):
    """What a decision needs to know of a page."""

    @property
    def unit(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def is_public(self) -> bool: ...


def may_write(page: PageLike, actor: Actor) -> bool:
    """True for staff of the unit that owns the page."""
    return page.unit in actor.units


def may_read(page: PageLike, actor: Actor) -> bool:
    """True for the owner always; for all staff once it is published, for everybody when it is public too."""
    if page.state == "dropped":
        return False
    if may_write(page, actor):
        return True
    return page.state == "published" and (actor.is_staff or page.is_public)
