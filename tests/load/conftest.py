"""The databases of served cities, as in the tests of the house."""

from tests.house.conftest import databases

__all__ = ["databases"]
