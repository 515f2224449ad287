"""What the wiring may ask of connectors without changing anything."""

from hueioc.connectors.import311.connector import flags_of
from hueioc.connectors.import311.mapping import MappingFile, read_mapping
from hueioc.connectors.import311.reading import Rejected

__all__ = ["MappingFile", "Rejected", "flags_of", "read_mapping"]
