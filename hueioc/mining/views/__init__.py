"""Pages of mining, for staff."""
