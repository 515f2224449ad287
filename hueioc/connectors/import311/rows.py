"""Turns a row of the source into a report with its history, or into the sentence that says why it cannot be one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hueioc.cases.commands import PastCase
from hueioc.cases.queries import check_new
from hueioc.cases.rules.intake import NewReport
from hueioc.connectors.import311.mapping import MappingFile
from hueioc.connectors.import311.reading import RawRow, Rejected
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters

LONGEST_NUMBER = 100
LONGEST_ANSWER = 4000


class Row:
    """Looks up cells by column name in the order of this file's head line."""

    def __init__(self, mapping: MappingFile, head: Sequence[str]) -> None:
        self.mapping = mapping
        self._place = {name.strip(): place for place, name in enumerate(head)}
        self._width = len(head)

    def missing(self) -> list[str]:
        """Columns the mapping names that the file does not have."""
        return sorted(self.mapping.columns.names() - self._place.keys())

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The text of one column without outer blanks; empty when the mapping names none."""
        return cells[self._place[name]].strip() if name else ""

    def number(self, raw: RawRow) -> str:
        """The source's own number of the row."""
        return self.cell(raw.cells, self.mapping.columns.number)

    def flag(self, raw: RawRow) -> bool | None:
        """The source's own judgement whether the report was on time; None when it says nothing."""
        whole = len(raw.cells) == self._width
        return self.mapping.flags.get(self.cell(raw.cells, self.mapping.columns.on_time)) if whole else None

    def past_case(self, raw: RawRow) -> PastCase | Rejected:
        """The report with its history, checked as a report from any door is, at its own hour."""
        if len(raw.cells) != self._width:
            return Rejected(raw.line, "", f"The row has {len(raw.cells)} cells, the head line {self._width}.")
        number = self.number(raw)
        try:
            past = self._read(raw.cells, number)
            check_new(past.report, past.opened_at)
        except Invalid as refusal:
            said = "; ".join(f"{name}: {sentence}" for name, sentence in refusal.fields.items())
            return Rejected(raw.line, number[:LONGEST_NUMBER], said or str(refusal))
        except _Unreadable as problem:
            return Rejected(raw.line, number[:LONGEST_NUMBER], str(problem))
        return past

    def _read(self, cells: Sequence[str], number: str) -> PastCase:
        columns, mapping = self.mapping.columns, self.mapping
        if not 0 < len(number) <= LONGEST_NUMBER:
            raise _Unreadable(f"The number must have 1 to {LONGEST_NUMBER} characters.")
        opened = self._moment(cells, columns.opened)
        if opened is None:
            raise _Unreadable("There is no opening time.")
        if opened > clock.now():
            raise _Unreadable(f"It was opened in the future, {opened:%Y-%m-%d}.")
        closed = self._closing(cells, opened)
        answer = self.cell(cells, columns.answer)
        if has_broken_characters(answer) or len(answer) > LONGEST_ANSWER:
            raise _Unreadable(f"The answer has more than {LONGEST_ANSWER:,} or forbidden characters.")
        report = NewReport(
            category=_known(mapping.category, self.cell(cells, columns.category), "category"),
            description="\n".join(filter(None, (self.cell(cells, name) for name in columns.text))),
            address=" ".join(" ".join(self.cell(cells, name) for name in columns.address).split()),
            lat=self._degrees(cells, columns.lat),
            lon=self._degrees(cells, columns.lon),
            channel=mapping.channel,
            language=mapping.language,
            key=mapping.key(number),
        )
        return PastCase(
            report=report,
            opened_at=opened,
            unit=_known(mapping.unit, self.cell(cells, columns.unit), "unit"),
            due_at=self._moment(cells, columns.due),
            resolved_at=closed,
            outcome=self._outcome(answer),
            answer=answer or mapping.answer.unsaid,
        )

    def _closing(self, cells: Sequence[str], opened: datetime) -> datetime | None:
        """When it was closed, or None while it is open; status and time must tell the same."""
        closed = self._moment(cells, self.mapping.columns.closed)
        status = self.cell(cells, self.mapping.columns.status)
        if status not in self.mapping.is_closed:
            raise _Unreadable(f"The status {status[:60]!r} is not in the mapping.")
        if self.mapping.is_closed[status] != (closed is not None):
            raise _Unreadable("The status and the closing time contradict each other.")
        if closed is not None and not opened <= closed <= clock.now():
            raise _Unreadable("It was closed before it was opened, or in the future.")
        return closed

    def _moment(self, cells: Sequence[str], name: str) -> datetime | None:
        text, mapping = self.cell(cells, name), self.mapping
        if not text:
            return None
        try:
            iso = mapping.time_format == "iso"
            read = datetime.fromisoformat(text) if iso else datetime.strptime(text, mapping.time_format)
            # Hours are stored in UTC; a year at the edge of the calendar cannot be.
            return (read if read.tzinfo else read.replace(tzinfo=mapping.zone)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise _Unreadable(f"{name} is not a time: {text[:40]!r}.") from error

    def _degrees(self, cells: Sequence[str], name: str) -> float | None:
        text = self.cell(cells, name)
        try:
            return float(text) if text else None
        except ValueError as error:
            raise _Unreadable(f"{name} is not a number: {text[:40]!r}.") from error

    def _outcome(self, answer: str) -> str:
        rules = self.mapping.outcome
        return next((rule.code for rule in rules if any(word in answer for word in rule.words)), rules[-1].code)


class _Unreadable(ValueError):
    """Why a row cannot become a report, as a sentence."""


def _known(words: dict[str, str], said: str, what: str) -> str:
    if said not in words:
        raise _Unreadable(f"The {what} {said[:60]!r} is not in the mapping.")
    return words[said]
