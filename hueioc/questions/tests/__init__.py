"""Tests of questions between the two tiers."""
