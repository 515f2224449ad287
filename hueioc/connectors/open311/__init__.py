"""Speaks Open311 GeoReport v2, strictly: other cities' apps file reports here and read what is public."""
