"""Reads XES (IEEE 1849) in one streaming pass: only named attributes are kept, and entities are refused.

The parser is expat itself with two handlers; nothing of the document is built. Attributes that nobody named are taken
out of the bytes before it sees them, which halves its work; whatever is written in an unusual way it gets as it is.
Attributes are texts. A default for events that `global` names is not put where an event has no value: what nobody
wrote was not observed.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from hueioc.mining.reading.building import Collected, Moments
from hueioc.mining.reading.bytestream import chunks
from hueioc.mining.reading.mapping import LogMapping
from hueioc.mining.rules.eventlog import EventLog, LogError, Note

NAMES = {
    "case": "concept:name",
    "activity": "concept:name",
    "at": "time:timestamp",
    "lifecycle": "lifecycle:transition",
    "resource": "org:resource",
}
_OF_TRACE = "case:"
_LONGEST_TAG = 16 << 20  # bytes; expat keeps an unfinished tag in memory
# Depths of elements: log, trace, event, attribute of an event.
_LOG, _TRACE, _EVENT, _ATTRIBUTE = 1, 2, 3, 4


def read_xes(path: Path, mapping: LogMapping) -> EventLog:
    """The log of an XES file, plain or gzip. Raises LogError naming the line."""
    reading = _Reading(mapping)
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.EntityDeclHandler = _refused_entity
    parser.StartElementHandler, parser.EndElementHandler = reading.handlers(lambda: parser.CurrentLineNumber)
    done = 0
    try:
        for chunk in _thinned(chunks(path), reading.wanted()):
            parser.Parse(chunk)
            done += len(chunk)
            if done - parser.CurrentByteIndex > _LONGEST_TAG:
                raise LogError(f"a tag has more than {_LONGEST_TAG:,} bytes.")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise LogError(
            f"{path.name}, line {error.lineno}: this is not XML ({expat.ErrorString(error.code)})."
        ) from error
    except LogError as error:
        place = "" if str(error).startswith((path.name, "line ")) else f"line {parser.CurrentLineNumber}: "
        raise LogError(f"{'' if str(error).startswith(path.name) else path.name + ', '}{place}{error}") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or of several bytes that expat does not
        raise LogError(f"{path.name}, line {parser.CurrentLineNumber}: {error}.") from error
    return reading.log()


def _thinned(pieces: Iterable[bytes], wanted: Collection[str]) -> Iterator[bytes]:
    """The same document without the plain empty elements whose key is not wanted, cut at the ends of tags.

    What is left out holds no quote, entity, bracket or line break, so that depths and numbers of lines stay right.
    """
    if not all(name.isascii() for name in wanted):
        # Such a name has other bytes in other encodings, and which one it is only expat learns.
        yield from pieces
        return
    named = b"|".join(sorted(re.escape(name.encode()) for name in wanted))
    plain = rb"[^\"<>&\x00-\x1f]*+"
    unwanted = re.compile(rb'<[a-z]++ key="(?!(?:' + named + rb')")' + plain + rb'" value="' + plain + rb'" ?/>')
    rest = b""
    for piece in pieces:
        whole = rest + piece
        end = whole.rfind(b">") + 1
        if len(whole) - end > _LONGEST_TAG:
            raise LogError(f"a tag has more than {_LONGEST_TAG:,} bytes.")
        yield unwanted.sub(b"", whole[:end])
        rest = whole[end:]
    yield rest


def _refused_entity(*_declaration: Any) -> None:
    raise LogError("the file declares an entity, which no log needs and which can make a small file huge.")


class _Reading:
    """What is collected while expat walks through the file."""

    def __init__(self, mapping: LogMapping) -> None:
        names = {role: mapping.column(role) or name for role, name in NAMES.items()}
        self._case = names["case"].removeprefix(_OF_TRACE)
        self._activity, self._at = names["activity"], names["at"]
        self._lifecycle, self._resource = names["lifecycle"], names["resource"]
        self._of_trace = [name for name in mapping.attributes if name.startswith(_OF_TRACE)]
        self._of_event = [name for name in mapping.attributes if not name.startswith(_OF_TRACE)]
        self._moments = Moments(mapping.zone(), mapping.time_format)
        self._to = Collected(list(mapping.attributes))
        self._event: dict[str, str] = {}
        self._trace: dict[str, str] = {}
        self._traces = self._unnamed = self._again = 0

    def wanted(self) -> set[str]:
        """Every key of which something is kept, of events and of traces."""
        further = (name.removeprefix(_OF_TRACE) for name in (*self._of_trace, *self._of_event))
        return {self._case, self._activity, self._at, self._lifecycle, self._resource, *further}

    def log(self) -> EventLog:
        """The log of the whole file."""
        notes = self._to.notes
        notes += self._moments.notes()
        notes += [Note("unnamed_cases", self._unnamed)] if self._unnamed else []
        notes += [Note("same_case_again", self._again)] if self._again else []
        return self._to.log()

    def handlers(self, line: Callable[[], int]) -> tuple[Callable[[str, list[str]], None], Callable[[str], None]]:
        """What expat calls at each start and end; two closures, because this is where the time of the reading goes."""
        of_event = {self._activity, self._at, self._lifecycle, self._resource, *self._of_event}
        event, depth, pair = self._event, 0, 4

        def start(name: str, given: list[str]) -> None:
            nonlocal depth
            depth += 1
            if depth == _ATTRIBUTE:
                if len(given) == pair and given[0] == "key" and given[2] == "value":
                    if given[1] in of_event:
                        event[given[1]] = given[3]
                else:
                    _keep(event, of_event, given)
            elif depth < _ATTRIBUTE:
                self._open(depth, name, given)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            if depth >= _EVENT:
                return
            if depth == _TRACE and name == "event":
                self._take(event, line)
            elif depth == _LOG and name == "trace":
                self._end_trace(self._trace)

        return start, end

    def _open(self, depth: int, name: str, given: list[str]) -> None:
        if depth == _EVENT and name == "event":
            self._event.clear()
        elif depth == _EVENT:
            _keep(self._trace, {self._case, *(n.removeprefix(_OF_TRACE) for n in self._of_trace)}, given)
        elif depth == _TRACE and name == "event":
            raise LogError("an event stands outside every trace, so that it belongs to no case.")
        elif depth == _TRACE:
            self._trace.clear()
        elif name != "log":
            raise LogError(f"the file begins with <{name[:40]}> and not with <log>, so it is not XES.")

    def _take(self, event: dict[str, str], line: Callable[[], int]) -> None:
        get, to = event.get, self._to
        activity, written = get(self._activity), get(self._at)
        if not activity:
            raise LogError(f"an event has no {self._activity}, so nobody can say what was done.")
        if not written:
            raise LogError(f"an event has no {self._at}, and without moments nothing can be measured.")
        at, offset = self._moments.read(written, line)
        to.activity.add(activity)
        to.at.append(at)
        to.offset.append(offset)
        to.lifecycle.add(get(self._lifecycle))
        to.resource.add(get(self._resource))
        for name in self._of_event:
            to.attributes[name].add(get(name))

    def _end_trace(self, trace: dict[str, str]) -> None:
        """The case of the events of this trace is known for certain only here: its name may stand after them."""
        to, case = self._to, trace.get(self._case)
        many = len(to.at) - len(to.case.codes)
        self._traces += 1
        if not case:
            self._unnamed += 1
            case = f"#{self._traces}"
        self._again += case in to.case.known
        to.case.add_many(case, many)
        for name in self._of_trace:
            to.attributes[name].add_many(trace.get(name.removeprefix(_OF_TRACE)), many)


def _keep(into: dict[str, str], wanted: set[str], given: list[str]) -> None:
    """An attribute written in an unusual way: other order, or more than key and value."""
    pairs = dict(zip(given[::2], given[1::2], strict=True))
    key = pairs.get("key", "")
    if key in wanted and "value" in pairs:
        into[key] = pairs["value"]
