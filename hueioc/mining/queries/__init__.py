"""What the wiring and other doors may ask of mining."""

from hueioc.mining.queries.files import as_data, mine_file, note_sentence

__all__ = ["as_data", "mine_file", "note_sentence"]
