"""Carries bulletins as messages of Zalo, or simulates it."""
