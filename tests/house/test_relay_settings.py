"""The address of the relay is read whole, or refused with a sentence that does not give its password away."""

import pytest

from hueioc.config.relays import onestop_settings, relay_settings

pytestmark = pytest.mark.once


def test_without_an_address_there_is_no_relay() -> None:
    assert relay_settings("") is None


def test_the_parts_of_an_address() -> None:
    found = relay_settings("nats://city:p%40ss@nats.example:4222?stream=CITY&subject=hue.facts")
    assert found == {
        "server": "tls://nats.example:4222",
        "user": "city",
        "password": "p@ss",
        "stream": "CITY",
        "subject": "hue.facts",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        "http://city:secret@nats.example",
        "nats://",
        "nats://city:secret@nats.example?streem=X",
        "nats://city:secret@nats.example?stream=A.B",
        "nats://city:secret@nats.example?subject=hue.>",
    ],
)
def test_a_wrong_address_is_refused_without_its_password(wrong: str) -> None:
    with pytest.raises(ValueError, match="HUEIOC_NATS_URL") as refusal:
        relay_settings(wrong)
    assert "secret" not in str(refusal.value)


def test_the_parts_of_the_address_of_a_one_stop_system() -> None:
    assert onestop_settings("", "x") is None
    found = onestop_settings("https://city:p%40ss@portal.example:8443/sync", "national-portal")
    assert found == {
        "address": "https://portal.example:8443/sync",
        "user": "city",
        "password": "p@ss",
        "system": "national-portal",
    }


@pytest.mark.parametrize(
    "wrong",
    ["http://city:secret@portal.example", "https://portal.example", "https://city@portal.example", "ftp://a:secret@b"],
)
def test_a_wrong_address_of_a_one_stop_system_is_refused_without_its_secret(wrong: str) -> None:
    with pytest.raises(ValueError, match="HUEIOC_ONESTOP_URL") as refusal:
        onestop_settings(wrong, "")
    assert "secret@" not in str(refusal.value).replace("account:secret@host", "")
