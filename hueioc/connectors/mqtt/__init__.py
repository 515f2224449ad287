"""Readings of stations from a broker of MQTT, each acknowledged only when it is durably kept."""
