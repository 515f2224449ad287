"""Signs the end of both chains now and then, so that a past once shown cannot be replaced by another."""

from django.db import transaction
from django.utils import timezone

from hueioc.journal.keys import key_id, signing_key
from hueioc.journal.models import Checkpoint
from hueioc.journal.rules import checkpoint_message, microseconds
from hueioc.journal.sealed import tail


def checkpoint() -> Checkpoint | None:
    """Sign the last seal and keep the signature; None when nothing was sealed since the last checkpoint."""
    key = signing_key()
    name = key_id(key.public_key())
    with transaction.atomic():
        last = tail()
        if last.seq == 0 or Checkpoint.objects.filter(seq__gte=last.seq).exists():
            return None
        signed_us = microseconds(timezone.now())
        message = checkpoint_message(last.seq, last.chain, last.public_chain, signed_us, name)
        return Checkpoint.objects.create(
            seq=last.seq,
            chain=last.chain,
            public_chain=last.public_chain,
            signed_us=signed_us,
            key_id=name,
            signature=key.sign(message).hex(),
        )
