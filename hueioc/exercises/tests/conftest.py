"""What exercises share: an empty place for readings."""

from hueioc.sensors.tests.conftest import readings

__all__ = ["readings"]
