"""Seals a message for one browser and hands it to its push service: RFC 8291 and RFC 8188, signed by RFC 8292."""

import hashlib
import json
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from hueioc.notices.gateway import NotTaken

TIMEOUT_S = 10.0
LIVES_S = 3 * 86_400  # after three days a message about a report is no news
URGENT_LIVES_S = 6 * 3600
_RECORD = 4096
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256 (SEC 2, §2.4.2)


class Gone(Exception):
    """The push service knows this browser no longer; its row is to be deleted."""


def seal(message: bytes, key: str, secret: str) -> bytes:
    """The encrypted body. `key` and `secret` are the browser's `p256dh` and `auth`. Raises ValueError for bad ones."""
    theirs_raw = decoded(key)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs_raw)
    own = ec.generate_private_key(ec.SECP256R1())
    own_raw = _raw(own.public_key())
    material = own.exchange(ec.ECDH(), theirs)
    shared = _derive(decoded(secret), material, b"WebPush: info\0" + theirs_raw + own_raw, 32)
    salt = os.urandom(16)
    content_key = _derive(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, shared, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(own_raw)]) + own_raw
    # The byte 2 ends the last (and only) record.
    return head + AESGCM(content_key).encrypt(nonce, message + b"\x02", None)


def _derive(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)


def decoded(text: str) -> bytes:
    """Bytes of base64url with or without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@lru_cache(maxsize=2)
def _own_key(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha512(b"hueioc vapid" + secret.encode()).digest(), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """The key by which browsers know that messages are from this city."""
    return _encoded(_raw(_own_key(settings.VAPID_SECRET).public_key()))


def _signature(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + 12 * 3600}
    claims["sub"] = f"mailto:noreply@{settings.EMAIL_DOMAIN}"
    signed = ".".join(_encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))
    der = _own_key(settings.VAPID_SECRET).sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(der)
    return f"vapid t={signed}.{_encoded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key()}"


def is_push_service(endpoint: str) -> bool:
    """True for an address of a known push service: nobody may make the server call any other host."""
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme != "https" and host not in settings.PUSH_PLAIN_HOSTS:
        return False
    return any(
        host == known or host.endswith(f".{known}") for known in (*settings.PUSH_HOSTS, *settings.PUSH_PLAIN_HOSTS)
    )


def deliver(endpoint: str, body: bytes, *, is_urgent: bool = False) -> None:
    """POST a sealed message; an urgent one wakes a phone that saves power, and is no news after some hours.

    Raises Gone for an unknown browser, NotTaken or OSError when trying again may help.
    """
    parts = urlsplit(endpoint)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(URGENT_LIVES_S if is_urgent else LIVES_S),
        "Urgency": "high" if is_urgent else "normal",
        "Authorization": _signature(endpoint),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except HTTPException as error:
        raise NotTaken(type(error).__name__) from None
    finally:
        connection.close()
    if status in {404, 410}:
        raise Gone
    if not 200 <= status < 300:
        raise NotTaken(f"status {status}")
