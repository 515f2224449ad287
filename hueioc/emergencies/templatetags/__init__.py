"""Filters of the pages of emergencies."""
