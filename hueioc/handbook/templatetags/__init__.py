"""Filters of the pages of the handbook."""
