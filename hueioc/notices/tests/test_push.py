"""Messages on phones: sealed so that only the browser reads them, sent once, and forgotten with the browser."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.test import Client

from hueioc.cases.commands import join_case
from hueioc.cases.models import Case
from hueioc.cases.tests.test_pages import browser
from hueioc.journal.runner import catch_up
from hueioc.lib.refusals import Invalid
from hueioc.notices.commands import choose, deliver_due, send_bulletins, spread_bulletins, subscribe, warn_place
from hueioc.notices.models import Delivery, Notice, Subscription
from hueioc.notices.webpush import _encoded, decoded, is_push_service, public_key
from hueioc.warnings.tests.drafts import released
from tests.cast import WARD, Cast

SECRET = bytes(range(16))


class Phone:
    """A browser with its own keys; opens what is sealed for it by RFC 8188, written apart from the sender's code."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.public = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def open(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert size >= len(sealed)
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        first = _mac(_mac(SECRET, shared), b"WebPush: info\0" + self.public + sender + b"\1")
        prk = _mac(salt, first)
        key = _mac(prk, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = _mac(prk, b"Content-Encoding: nonce\0\1")[:12]
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\2")
        return plain[:-1]


def _mac(key: bytes, text: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(text)
    return made.finalize()


class PushService(HTTPServer):
    """A push service that remembers what it got and answers with a status."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 201


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        server.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(server.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Silent."""


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_PLAIN_HOSTS = ["127.0.0.1"]
    running = PushService()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def _address(service: PushService) -> str:
    return f"http://127.0.0.1:{service.server_port}/send/abc"


def _ask(client: Client, service: PushService, phone: Phone) -> Any:
    keys = {"p256dh": _encoded(phone.public), "auth": _encoded(SECRET)}
    body = {"endpoint": _address(service), "keys": keys}
    return client.post("/notices/push/", json.dumps(body), content_type="application/json")


def test_a_message_reaches_the_phone_of_its_account_and_only_the_phone_can_read_it(
    cast: Cast, in_work: Case, service: PushService
) -> None:
    phone = Phone()
    assert _ask(browser(cast, "owner"), service, phone).status_code == 201
    catch_up()
    assert deliver_due() == 1
    assert deliver_due() == 0
    [(headers, body)] = service.got
    said = json.loads(phone.open(body))
    assert said["path"] == f"/reports/{in_work.code}/"
    assert in_work.code in said["body"]
    assert in_work.description not in json.dumps(said, ensure_ascii=False)
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "259200")


def test_the_service_can_verify_that_the_city_sent_it(cast: Cast, in_work: Case, service: PushService) -> None:
    _ask(browser(cast, "owner"), service, Phone())
    catch_up()
    deliver_due()
    [(headers, _body)] = service.got
    token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    assert json.loads(decoded(claims))["aud"] == f"http://127.0.0.1:{service.server_port}"
    raw = decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    known.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert key == public_key()


@pytest.mark.parametrize("status", [404, 410])
def test_a_forgotten_phone_is_forgotten_here_too(cast: Cast, in_work: Case, service: PushService, status: int) -> None:
    _ask(browser(cast, "owner"), service, Phone())
    service.status = status
    catch_up()
    deliver_due()
    assert Subscription.objects.count() == 0
    assert [notice.state for notice in Notice.objects.filter(channel="push")] == ["void"]


def test_a_service_that_is_ill_is_asked_again(cast: Cast, in_work: Case, service: PushService) -> None:
    _ask(browser(cast, "owner"), service, Phone())
    service.status = 503
    catch_up()
    deliver_due()
    assert Subscription.objects.count() == 1
    assert [notice.state for notice in Notice.objects.filter(channel="push")] == ["waiting"]


def test_no_other_host_is_ever_called(settings: Any, db: None) -> None:
    for address in ("http://127.0.0.1/x", "https://10.0.0.1/", "https://evil.example/", "ftp://googleapis.com/", "x["):
        assert not is_push_service(address), address
        with pytest.raises(Invalid):
            subscribe(
                endpoint=address,
                key=_encoded(Phone().public),
                secret=_encoded(SECRET),
                account="",
                language="vi",
                subjects=[],
            )
    assert is_push_service("https://fcm.googleapis.com/fcm/send/abc")


def test_a_strangers_phone_is_told_nothing_and_a_choice_is_kept(
    cast: Cast, in_work: Case, service: PushService
) -> None:
    _ask(browser(cast, "stranger"), service, Phone())
    choose(cast.owner, channels=["push"], topics=["closed"])
    catch_up()
    assert deliver_due() == 0
    assert Notice.objects.filter(recipient=cast.owner.ref).count() == 0


def test_who_said_me_too_is_told_how_it_ends_and_never_by_the_secret_link(
    cast: Cast, answered: Case, service: PushService
) -> None:
    Case.objects.filter(pk=answered.pk).update(phase="in_work")
    join_case(answered.code, cast.neighbour, person=cast.neighbour.ref)
    catch_up()
    told = Notice.objects.filter(recipient=cast.neighbour.ref)
    assert {notice.topic for notice in told} == {"accepted", "answered"}
    assert {notice.channel for notice in told} == {"app"}


def test_choices_are_made_on_the_page_by_who_is_signed_in(cast: Cast) -> None:
    assert Client().get("/notices/settings/").status_code == 302
    owner = browser(cast, "owner")
    assert owner.get("/notices/settings/").status_code == 200
    assert owner.post("/notices/settings/", {"channels": ["app"], "topics": ["answered"]}).status_code == 302
    assert owner.post("/notices/settings/", {"channels": ["pigeon"]}).status_code == 200


def test_a_request_that_is_no_subscription_is_refused(client: Client, db: None) -> None:
    for body in ("", "[]", "{}", '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "!", "auth": ""}}'):
        assert client.post("/notices/push/", body, content_type="application/json").status_code == 400


def test_a_warning_wakes_the_phones_of_who_asked_for_it(cast: Cast, service: PushService) -> None:
    phone = Phone()
    _ask(browser(cast, "owner"), service, phone)
    warn_place(cast.owner, label="Nhà", area=WARD, channels=["push"], agrees=True)
    released(cast)
    catch_up()
    spread_bulletins()
    assert send_bulletins() == 1
    [(headers, body)] = service.got
    row = Delivery.objects.get()
    said = json.loads(phone.open(body))
    assert (headers["Urgency"], headers["TTL"], said["path"]) == ("high", "21600", f"/n/{row.token}/")
    assert "sông Hương" in said["title"]
    assert (row.state, row.via) == ("sent", "webpush")
    Delivery.objects.update(state="waiting", next_try_at=row.dispatch.made_at)
    service.status = 410
    send_bulletins()
    assert Delivery.objects.get().reason == "browser_gone"
