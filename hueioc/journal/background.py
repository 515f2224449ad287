"""What the journal does without being asked: seal facts and keep the followers going."""

from hueioc.journal.runner import run_forever

BACKGROUND = [run_forever]
