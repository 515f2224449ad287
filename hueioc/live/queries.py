"""What others may ask of the live stream."""

from hueioc.live.gate import listeners

__all__ = ["listeners"]
