"""Tests of the store for photos."""
