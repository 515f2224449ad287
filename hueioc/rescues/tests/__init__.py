"""Tests of rescue."""
