"""Pages of reports: one file per kind of page."""
