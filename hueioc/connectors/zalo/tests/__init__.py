"""Tests of the carrier zalo."""
