"""Tests of the synchronisation with another one-stop system."""
