"""Judges from outside: clients and test suites of the open standards, and real files of other systems."""
