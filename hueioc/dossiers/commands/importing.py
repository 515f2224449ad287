"""Takes a CSV file of dossiers over: the whole file, or nothing of it and a sentence for each line that is wrong."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from hueioc.dossiers.commands.history import PastDossier, PastStep, Problem, record_dossiers
from hueioc.dossiers.queries.agencies import status_system
from hueioc.dossiers.rules.csvfile import Line, read_lines
from hueioc.dossiers.rules.intake import NewDossier
from hueioc.dossiers.rules.statuses import Meaning, meaning_of
from hueioc.lib.refusals import Invalid, Refusal
from hueioc.people.rules import ContactData
from hueioc.workflow.queries import catalogue

_ENDS: tuple[tuple[str, Meaning], ...] = (
    ("refused_at", "refused"),
    ("stopped_at", "stopped"),
    ("withdrawn_at", "withdrawn"),
    ("done_at", "done"),
    ("returned_at", "returned"),
)
# What the last status says must have happened; a file that names a status without its hour is not believed.
_PROOF: dict[Meaning, str] = {
    "accepted": "accepted_at",
    "in_process": "accepted_at",
    "supplement_requested": "supplement_asked_at",
    "done": "done_at",
    "returned": "returned_at",
    "refused": "refused_at",
    "stopped": "stopped_at",
    "withdrawn": "withdrawn_at",
}


def import_dossiers(text: Iterable[str], *, system: str = "", machine: str = "import") -> tuple[int, list[Problem]]:
    """Take over the dossiers of a CSV file. Returns how many lines it has, and (line, sentence) for every wrong one.

    With any problem nothing is saved. Raises Invalid for a head that cannot be read or an unknown system of codes.
    """
    codes = status_system(system)
    zone = catalogue().calendar.time_zone
    problems: list[Problem] = []
    many = 0

    def readable() -> Iterator[tuple[int, PastDossier]]:
        nonlocal many
        for line in read_lines(text, zone):
            many += 1
            try:
                if isinstance(line, tuple):
                    problems.append(line)
                else:
                    yield line.number, _past(line, codes.codes, system or codes.code)
            except Refusal as refusal:
                problems.append((line.number if isinstance(line, Line) else line[0], str(refusal)))

    problems += record_dossiers(readable(), machine, problems)
    return many, sorted(problems)


def _past(line: Line, codes: dict[str, Meaning], system: str) -> PastDossier:
    cells, at = line.cells, line.instants
    if "registered_at" not in at:
        raise Invalid(_("These cells are empty: %(names)s.") % {"names": "registered_at"})
    final = meaning_of(cells["status"], codes, system)
    wanted = _PROOF.get(final)
    if wanted and wanted not in at:
        what = {"status": cells["status"], "column": wanted}
        raise Invalid(_("The status %(status)s needs the column %(column)s.") % what)
    new = NewDossier(
        procedure=cells["procedure"],
        received_by=cells["received_by"],
        contact=ContactData(
            name=cells["applicant"],
            phone=cells.get("phone", ""),
            id_number=cells.get("id_number", ""),
            address=cells.get("address", ""),
        ),
        applicant_kind=cells.get("applicant_kind") or "person",
        channel=cells.get("channel") or "in_person",
        is_vneid=line.is_yes("is_vneid"),
    )
    return PastDossier(
        new=new,
        number=cells["number"],
        registered_at=at["registered_at"],
        appointment_at=at.get("appointment_at"),
        paid_at=at.get("paid_at"),
        paid_via=cells.get("paid_via") or "desk",
        steps=_steps(line),
    )


def _steps(line: Line) -> list[PastStep]:
    """The statuses in the order of their hours; equal hours keep the order in which statuses follow each other."""
    cells, at = line.cells, line.instants
    found: list[PastStep] = []
    if "accepted_at" in at:
        unit = cells.get("unit", "")
        found.append(PastStep(meaning="accepted", at=at["accepted_at"]))
        if unit and unit != cells["received_by"]:
            found.append(PastStep(meaning="in_process", at=at["accepted_at"], unit=unit))
    if "supplement_asked_at" in at:
        found.append(PastStep(meaning="supplement_requested", at=at["supplement_asked_at"]))
    if "supplement_received_at" in at:
        found.append(PastStep(meaning="supplement_received", at=at["supplement_received_at"]))
    found += [
        PastStep(
            meaning=meaning,
            at=at[column],
            outcome=cells.get("outcome") or "granted",
            result_code=cells.get("result_code", ""),
            has_electronic_result=line.is_yes("has_electronic_result"),
        )
        for column, meaning in _ENDS
        if column in at
    ]
    return sorted(found, key=lambda step: step.at)
