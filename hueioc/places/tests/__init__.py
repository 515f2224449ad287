"""Tests of the register of places, on the city pack that is shipped."""
