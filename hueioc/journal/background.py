"""What the journal does without being asked: seal facts and keep the followers going."""

from hueioc.journal.runner import follow_forever, seal_forever

BACKGROUND = [seal_forever, follow_forever]
