"""Pages of warnings: for staff who draft and release, and for everybody."""
