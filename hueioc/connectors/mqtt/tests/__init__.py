"""Tests of readings over MQTT, with the real broker."""
