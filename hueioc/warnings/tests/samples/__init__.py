"""CAP messages written for the tests of this house (Apache-2.0, like the house); recordings of others stay outside."""

from pathlib import Path

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def ours(**changes: str) -> bytes:
    """A small message of another sender, with words that can be changed."""
    words = {
        "identifier": "TEST-2026-1",
        "sender": "kttv@example.org",
        "sent": "2026-11-30T08:00:00+07:00",
        "status": "Test",
        "msgType": "Alert",
        "polygon": "16.4,107.5 16.4,107.7 16.6,107.7 16.6,107.5 16.4,107.5",
        "headline": "Mưa lớn & gió mạnh",
    } | changes
    headline = words["headline"].replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'{_HEAD}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{words["identifier"]}</identifier>'
        f"<sender>{words['sender']}</sender><sent>{words['sent']}</sent><status>{words['status']}</status>"
        f"<msgType>{words['msgType']}</msgType><scope>Public</scope><info><language>vi-VN</language>"
        "<category>Met</category><event>Mưa lớn</event><urgency>Expected</urgency><severity>Severe</severity>"
        f"<certainty>Likely</certainty><headline>{headline}</headline><area><areaDesc>Huế</areaDesc>"
        f"<polygon>{words['polygon']}</polygon></area></info></alert>"
    ).encode()


def shared() -> Path | None:
    """Where the recordings and the schema of the standard lie beside the house; None where they do not."""
    places = (up / "shared" / "data" / "cap-1.2" for up in Path(__file__).resolve().parents)
    return next((place for place in places if place.is_dir()), None)
