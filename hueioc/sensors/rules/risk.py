"""Levels of disaster risk: what was issued and what was computed stand side by side and are never mixed."""

from collections.abc import Sequence
from typing import NamedTuple


class Risk(NamedTuple):
    """Two levels of one hazard, 1 to 5: that of the issued bulletin, and ours; None where there is none."""

    issued: int | None
    computed: int | None


def combined(levels: Sequence[int], *, several: int, heavy_loss: int, highest: int, is_heavy: bool = False) -> int:
    """The level of hazards together or one after the other: the highest, `several` more, or `heavy_loss` more.

    `is_heavy`: serious loss of life or property threatens. One hazard alone keeps its level; nothing passes `highest`.
    Source: Decision 18/2021/QĐ-TTg, Article 4. Raises ValueError without a level.
    """
    if not levels:
        raise ValueError("no hazard, no level")
    more = (heavy_loss if is_heavy else several) if len(levels) > 1 else 0
    return min(highest, max(levels) + more)


def together(risks: Sequence[Risk], *, several: int, heavy_loss: int, highest: int, is_heavy: bool = False) -> Risk:
    """Issued levels with issued ones, computed with computed ones; one that lacks a level leaves its column open."""

    def of(levels: list[int | None]) -> int | None:
        known = [level for level in levels if level is not None]
        if not known or len(known) < len(levels):
            return None
        return combined(known, several=several, heavy_loss=heavy_loss, highest=highest, is_heavy=is_heavy)

    return Risk(of([one.issued for one in risks]), of([one.computed for one in risks]))


def computed(level: int | None, *, is_whole: bool) -> int | None:
    """A level computed by an article, only where the article was read whole: half a rule is none."""
    return level if is_whole else None
