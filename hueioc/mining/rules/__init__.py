"""Pure arithmetic over an event log: no database, no clock, no settings."""
