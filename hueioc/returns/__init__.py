"""Floor 4: digital reports: what wards and departments tell the city at the end of every period, and its sum."""
