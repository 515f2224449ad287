"""Tests of work processes."""
