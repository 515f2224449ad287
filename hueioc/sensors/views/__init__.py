"""Pages of stations and alarms."""
