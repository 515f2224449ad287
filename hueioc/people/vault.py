"""Seals and opens personal data; the only code that ever holds the key."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

import msgspec
from cryptography.fernet import Fernet
from django.conf import settings

from hueioc.lib.shapes import read_json
from hueioc.people.rules import ContactData

# The last digits of a number tell subscribers apart; before them stand trunk and country prefixes.
_TELLING_DIGITS = 9


@lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=b"hueioc vault", n=2**14, r=8, p=1, dklen=32)


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(_key(settings.VAULT_KEY)))


def seal(data: ContactData) -> bytes:
    """The encrypted form (AES-128-CBC with HMAC-SHA-256, Fernet)."""
    return _cipher().encrypt(msgspec.json.encode(data))


def unseal(sealed: "bytes | memoryview[int]") -> ContactData:
    """The data behind a sealed form. Raises cryptography's InvalidToken for a foreign or damaged one."""
    return read_json(_cipher().decrypt(bytes(sealed)), ContactData)


def seal_text(text: bytes) -> bytes:
    """Any text encrypted with the same key, for the few places where it must lie on a disk; one line of ASCII."""
    return _cipher().encrypt(text)


def unseal_text(sealed: bytes) -> bytes:
    """The text behind `seal_text`. Raises cryptography's InvalidToken for a foreign or damaged one."""
    return _cipher().decrypt(sealed)


def blind_index(value: str) -> str:
    """A keyed hash that finds equal values without telling them; empty for nothing."""
    if not value:
        return ""
    return hmac.new(_key(settings.VAULT_KEY), value.strip().casefold().encode(), hashlib.sha256).hexdigest()


def mark_of_key() -> str:
    """What tells this key from another one without telling anything of it."""
    return hmac.new(_key(settings.VAULT_KEY), b"hueioc: which key is this?", hashlib.sha256).hexdigest()


def phone_index(phone: str) -> str:
    """The same for a phone however it was typed: blanks, dots and a country's prefix make no difference."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return blind_index(digits[-_TELLING_DIGITS:])
