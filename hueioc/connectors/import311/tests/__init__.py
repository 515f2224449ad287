"""Tests of the import of 311 records."""
