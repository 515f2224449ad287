"""Tests of stations, readings and alarms."""
