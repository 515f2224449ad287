"""Tests of the Open311 door; `test_assertions` is the checklist of the standard, line by line."""
