"""Writes a CAP message as XML with a real writer, so that no text of anybody can become markup."""

from collections.abc import Iterable
from xml.etree import ElementTree

from hueioc.warnings.rules.cap import CAP_12, CapAlert, CapArea, CapInfo, Pair, said_time


def written(alert: CapAlert) -> bytes:
    """The message as CAP 1.2 in UTF-8; elements in the order of the schema, empty ones left out."""
    ElementTree.register_namespace("", CAP_12)
    root = ElementTree.Element(f"{{{CAP_12}}}alert")
    _say(root, "identifier", alert.identifier)
    _say(root, "sender", alert.sender)
    _say(root, "sent", said_time(alert.sent))
    _say(root, "status", alert.status)
    _say(root, "msgType", alert.message_type)
    _say(root, "source", alert.source)
    _say(root, "scope", alert.scope)
    _each(root, "code", alert.codes)
    _say(root, "note", alert.note)
    _say(root, "references", " ".join(alert.references))
    for info in alert.infos:
        _info(root, info)
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _info(root: ElementTree.Element, info: CapInfo) -> None:
    node = _child(root, "info")
    _say(node, "language", info.language)
    _each(node, "category", info.categories)
    _say(node, "event", info.event)
    _each(node, "responseType", info.responses)
    _say(node, "urgency", info.urgency)
    _say(node, "severity", info.severity)
    _say(node, "certainty", info.certainty)
    for name in ("effective", "onset", "expires"):
        moment = getattr(info, name)
        _say(node, name, said_time(moment) if moment else "")
    _say(node, "senderName", info.sender_name)
    _say(node, "headline", info.headline)
    _say(node, "description", info.description)
    _say(node, "instruction", info.instruction)
    _say(node, "web", info.web)
    _say(node, "contact", info.contact)
    for one in info.parameters:
        pair = _child(node, "parameter")
        _say(pair, "valueName", one.name)
        _say(pair, "value", one.value)
    for area in info.areas:
        _area(node, area)


def _area(parent: ElementTree.Element, area: CapArea) -> None:
    node = _child(parent, "area")
    _say(node, "areaDesc", area.description)
    _each(node, "polygon", (" ".join(map(_pair, ring)) for ring in area.polygons))
    _each(node, "circle", (f"{_pair((one.lat, one.lon))} {_number(one.radius_km, 3)}" for one in area.circles))
    for one in area.geocodes:
        pair = _child(node, "geocode")
        _say(pair, "valueName", one.name)
        _say(pair, "value", one.value)


def _pair(pair: Pair) -> str:
    return f"{_number(pair[0], 5)},{_number(pair[1], 5)}"


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") or "0"


def _child(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{CAP_12}}}{name}")


def _say(parent: ElementTree.Element, name: str, text: str) -> None:
    if text:
        _child(parent, name).text = text


def _each(parent: ElementTree.Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _say(parent, name, text)
