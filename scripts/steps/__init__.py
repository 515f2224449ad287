"""The steps behind the scripts, one file each."""
