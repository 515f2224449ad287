"""Tests of the carrier sms."""
