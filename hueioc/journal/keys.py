"""The key pair that signs checkpoints: private among the keys of the installation, public beside it to be published."""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from hueioc.lib.notes import keep_once


def signing_key() -> Ed25519PrivateKey:
    """The installation's key, made at first use; readable by its owner only."""
    path = Path(settings.SHARED) / "checkpoint.key"
    keep_once(path, Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    _publish(key.public_key(), path.parent)
    return key


def _publish(key: Ed25519PublicKey, home: Path) -> None:
    # The name carries the key's id, so that checkpoints of an older key stay verifiable after a change of keys.
    path = home / f"checkpoint-{key_id(key)}.pub"
    if not path.exists():
        path.write_text(key.public_bytes_raw().hex() + "\n")


def key_id(key: Ed25519PublicKey) -> str:
    """Sixteen hexadecimal characters that name a public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Every public key kept in the home, by the id computed from the key itself."""
    found = {}
    for path in sorted(Path(settings.SHARED).glob("checkpoint-*.pub")):
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text().strip()))
        found[key_id(key)] = key
    return found


def is_signed(key: Ed25519PublicKey, signature: str, message: bytes) -> bool:
    """True when the hexadecimal signature over the message is of this key."""
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
