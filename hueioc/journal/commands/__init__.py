"""Everything that writes to the journal: record facts, give them their order, sign, and keep followers' positions."""

from hueioc.journal.commands.checkpoints import checkpoint
from hueioc.journal.commands.positions import keep_position, retry_parked
from hueioc.journal.commands.recording import DuplicateKey, Entry, record, record_many
from hueioc.journal.commands.sealing import seal

__all__ = ["DuplicateKey", "Entry", "checkpoint", "keep_position", "record", "record_many", "retry_parked", "seal"]
