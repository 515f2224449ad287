"""The laws of the house as plain functions from a directory to findings; `python -m tests.house.laws` runs them all."""
