"""Reads a CAP message of anybody: strict about what the standard forbids, and hostile XML does no harm.

CAP 1.1 and 1.2 are read. Each refusal has a code and a sentence; nothing outside the message is ever fetched.
"""

import math
import re
from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.warnings.rules import cap
from hueioc.warnings.rules.cap import CapAlert, CapArea, CapInfo, Circle, Named, Pair

# Seconds and a numeric zone, as the schema's pattern demands; `Z` is no zone there.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
_ZONED_BADLY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?Z?")
_MOST_INFOS, _MOST_AREAS = 20, 500
_KEPT_TEXT = 20_000
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class Refused(Exception):
    """A message that is not taken in: a short code, and a sentence for who sent it."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


def _refuse(code: str, sentence: str | Promise) -> NoReturn:
    raise Refused(code, sentence)


def read_alert(body: bytes, *, most_bytes: int, most_points: int) -> CapAlert:
    """The message. Raises Refused for everything that is none, is broken, or is meant to do harm."""
    if len(body) > most_bytes:
        _refuse("too_large", _("This message is larger than this door takes."))
    root = _root(body)
    space, _brace, name = root.tag.rpartition("}")
    if space.strip("{") not in {cap.CAP_11, cap.CAP_12} or name != "alert":
        _refuse("no_alert", _("The body is no CAP alert: its root must be `alert` of CAP 1.2 or 1.1."))
    return _Reader(space.strip("{"), most_points).alert(root)


def _root(body: bytes) -> Element:
    if _DTD.search(body):
        _refuse("dtd", _("A CAP message has no DOCTYPE and no entities; this one was not read."))
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        _refuse("dtd", _("A CAP message has no DOCTYPE and no entities; this one was not read."))
    except (ParseError, ValueError, LookupError):
        _refuse("not_xml", _("The body is no well-formed XML."))
    return root


class _Reader:
    """Reads one tree, counting the points of its polygons."""

    def __init__(self, space: str, most_points: int) -> None:
        self.space, self.left = space, most_points

    def alert(self, root: Element) -> CapAlert:
        infos = self._all(root, "info")
        if len(infos) > _MOST_INFOS:
            _refuse("too_many", _("This message has more parts than this door takes."))
        return CapAlert(
            identifier=self._code(root, "identifier"),
            sender=self._code(root, "sender"),
            sent=self._time(root, "sent") or _refuse("sent", _("`sent` is missing.")),
            status=self._word(root, "status", cap.STATUSES),
            message_type=self._word(root, "msgType", cap.MESSAGE_TYPES),
            scope=self._word(root, "scope", cap.SCOPES),
            source=self._text(root, "source"),
            note=self._text(root, "note"),
            references=tuple(self._text(root, "references").split()),
            codes=tuple(self._texts(root, "code")),
            infos=tuple(self._info(info) for info in infos),
            version="1.2" if self.space == cap.CAP_12 else "1.1",
        )

    def _info(self, node: Element) -> CapInfo:
        areas = self._all(node, "area")
        if len(areas) > _MOST_AREAS:
            _refuse("too_many", _("This message has more parts than this door takes."))
        categories = self._texts(node, "category")
        if not categories or not set(categories) <= set(cap.CATEGORIES):
            _refuse("category", _("`category` is missing or holds an unknown word."))
        responses = self._texts(node, "responseType")
        if not set(responses) <= set(cap.RESPONSES):
            _refuse("responseType", _("`responseType` holds an unknown word."))
        return CapInfo(
            language=self._text(node, "language") or "en-US",
            event=self._given(node, "event", _("`event` is missing.")),
            categories=tuple(categories),
            responses=tuple(responses),
            urgency=self._word(node, "urgency", cap.URGENCIES),
            severity=self._word(node, "severity", cap.SEVERITIES),
            certainty=self._certainty(node),
            effective=self._time(node, "effective"),
            onset=self._time(node, "onset"),
            expires=self._time(node, "expires"),
            sender_name=self._text(node, "senderName"),
            headline=self._text(node, "headline"),
            description=self._text(node, "description"),
            instruction=self._text(node, "instruction"),
            web=self._text(node, "web"),
            contact=self._text(node, "contact"),
            parameters=tuple(self._pairs(node, "parameter")),
            areas=tuple(self._area(area) for area in areas),
        )

    def _certainty(self, node: Element) -> str:
        # CAP 1.1 still had "Very Likely" of 1.0, which the standard says to read as Likely.
        return (
            "Likely"
            if self._text(node, "certainty") == "Very Likely"
            else self._word(node, "certainty", cap.CERTAINTIES)
        )

    def _area(self, node: Element) -> CapArea:
        return CapArea(
            description=self._given(node, "areaDesc", _("`areaDesc` is missing.")),
            polygons=tuple(self._ring(text) for text in self._texts(node, "polygon")),
            circles=tuple(self._circle(text) for text in self._texts(node, "circle")),
            geocodes=tuple(self._pairs(node, "geocode")),
        )

    def _ring(self, text: str) -> tuple[Pair, ...]:
        parts = text.split()
        self.left -= len(parts)
        if self.left < 0:
            _refuse("huge_polygon", _("The polygons of this message have more points than this door takes."))
        ring = tuple(self._pair(part) for part in parts)
        if len(ring) < 4 or ring[0] != ring[-1]:
            _refuse("polygon", _("A polygon has at least four points and ends where it began."))
        return ring

    def _pair(self, text: str) -> Pair:
        try:
            lat, lon = (float(part) for part in text.split(","))
        except ValueError:
            _refuse("point", _("A point is written as latitude,longitude."))
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            _refuse("point", _("A point lies outside the earth."))
        return lat, lon

    def _circle(self, text: str) -> Circle:
        parts = text.split()
        try:
            radius = float(parts[1])
        except (IndexError, ValueError):
            _refuse("circle", _("A circle is written as latitude,longitude and a radius in km."))
        if len(parts) != 2 or not math.isfinite(radius) or radius < 0:
            _refuse("circle", _("A circle is written as latitude,longitude and a radius in km."))
        return Circle(*self._pair(parts[0]), radius)

    def _pairs(self, node: Element, name: str) -> Iterable[Named]:
        for pair in self._all(node, name):
            yield Named(self._text(pair, "valueName"), self._text(pair, "value"))

    def _all(self, node: Element, name: str) -> list[Element]:
        return node.findall(f"{{{self.space}}}{name}")

    def _texts(self, node: Element, name: str) -> list[str]:
        return [text for one in self._all(node, name) if (text := _clean(one.text))]

    def _text(self, node: Element, name: str) -> str:
        found = self._texts(node, name)
        return found[0][:_KEPT_TEXT] if found else ""

    def _given(self, node: Element, name: str, sentence: str | Promise) -> str:
        """The text of an element that must stand there; the schema lets it be empty, and real senders do."""
        return self._text(node, name) if self._all(node, name) else _refuse(name, sentence)

    def _code(self, node: Element, name: str) -> str:
        text = self._text(node, name)
        if not text or set(" ,<&") & set(text) or len(text) > 300:
            _refuse(name, _("`identifier` or `sender` is missing, or holds a blank, a comma, < or &."))
        return text

    def _word(self, node: Element, name: str, known: tuple[str, ...]) -> str:
        text = self._text(node, name)
        if text not in known:
            _refuse(name, _("A word the standard demands is missing, or is none of its words."))
        return text

    def _time(self, node: Element, name: str) -> datetime | None:
        text = self._text(node, name)
        if not text:
            return None
        if not _TIME.fullmatch(text):
            if _ZONED_BADLY.fullmatch(text):
                _refuse("zone", _("A time of CAP has seconds and a numeric zone such as +07:00; Z is none."))
            _refuse("time", _("A time cannot be read."))
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            _refuse("time", _("A time cannot be read."))


def _clean(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())
