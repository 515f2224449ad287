"""Tests of the house itself: its laws, its documents, its doors to the outside."""
