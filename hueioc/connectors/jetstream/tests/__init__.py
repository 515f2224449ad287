"""Tests of the relay, with the real server."""
