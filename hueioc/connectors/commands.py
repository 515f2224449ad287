"""What the wiring may ask of connectors that change something."""

from hueioc.connectors.import311.connector import Tally, import_file

__all__ = ["Tally", "import_file"]
