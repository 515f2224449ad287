"""Neither the password nor a fact goes out in the clear, unless the setting says that it may."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from hueioc.connectors.jetstream.letters import Letter
from hueioc.connectors.jetstream.stream import Away, Stream
from hueioc.connectors.jetstream.tests.server import PROGRAM, Server

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(PROGRAM is None, reason="the program nats-server is not installed"),
]
WHERE = {"user": "city", "password": "secret", "stream": "FACTS", "subject": "hueioc.facts"}
LETTER = Letter(1, "hueioc.facts.public.x", {}, b"a fact")


def certificate(place: Path) -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nats.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    for file, content in (
        ("cert.pem", made.public_bytes(Encoding.PEM)),
        ("key.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())),
    ):
        (place / file).write_bytes(content)
    return place / "cert.pem", place / "key.pem"


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with TLS, whose certificate this process knows."""
    cert, key = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    options = ["--tls", f"--tlscert={cert}", f"--tlskey={key}", "--user=city", "--pass=secret"]
    server = Server(tmp_path, *options)
    server.start()
    yield server
    server.stop()


def test_a_server_with_tls_and_a_known_certificate_is_used(secured: Server) -> None:
    stream = Stream(WHERE | {"server": secured.address})
    try:
        assert stream.publish([LETTER], stream.open().number) == 1
    finally:
        stream.close()


def test_a_server_with_an_unknown_certificate_gets_nothing(secured: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    stream = Stream(WHERE | {"server": secured.address})
    with pytest.raises(Away, match="SSLCertVerificationError"):
        stream.open()
    stream.close()


def test_a_server_without_tls_is_refused_when_there_is_no_password_either(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.start()
    stream = Stream(WHERE | {"server": server.address.replace("nats://", "tls://"), "user": "", "password": ""})
    try:
        with pytest.raises(Away, match="does not offer TLS"):
            stream.open()
    finally:
        stream.close()
        server.stop()


def test_a_server_without_tls_never_sees_the_password() -> None:
    heard: list[bytes] = []

    def listen(door: socket.socket) -> None:
        near, _address = door.accept()
        with near:
            near.sendall(b'INFO {"server_id":"X","version":"2.9.10","auth_required":true,"max_payload":1048576}\r\n')
            while content := near.recv(4096):
                heard.append(content)

    with socket.create_server(("127.0.0.1", 0)) as door:
        listener = threading.Thread(target=listen, args=[door])
        listener.start()
        stream = Stream(WHERE | {"server": f"tls://127.0.0.1:{door.getsockname()[1]}"})
        with pytest.raises(Away, match="does not offer TLS"):
            stream.open()
        stream.close()
        listener.join(30)
    assert not listener.is_alive()
    assert b"secret" not in b"".join(heard)
