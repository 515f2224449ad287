"""Everything that writes to the journal: record facts, give them their order, sign, and keep followers' positions."""

from hueioc.journal.commands.recording import DuplicateKey, Entry, record, record_many

__all__ = ["DuplicateKey", "Entry", "record", "record_many"]
