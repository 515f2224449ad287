"""Decisions of exercises: pure functions."""
