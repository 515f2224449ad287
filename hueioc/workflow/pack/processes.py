"""The shape of a process in its pack: phases, outcomes, reasons to wait, roles and the verbs between them.

A digital work process (a flow) names the process whose life it takes over, and adds its form and steps.
"""

from pathlib import Path
from typing import Literal

import msgspec

from hueioc.lib.packs import Pack, PackCode, Text, Validity, read_toml
from hueioc.workflow.pack.flows import Example, FlowStep, FormField, Numbering, Paper, Starters
from hueioc.workflow.pack.services import Allowance, Category, Evidence

Phase = Literal["received", "assigned", "in_work", "resolved", "closed"]
Requirement = Literal["reason", "text", "evidence", "units", "until", "outcome", "case", "category", "score", "person"]
Relation = Literal["none", "reporter", "lead", "part", "centre"]


class PhaseText(Pack, frozen=True, kw_only=True):
    """One phase with what staff (`names`) and the public (`public`) read."""

    code: Phase
    names: Text
    public: Text


class Outcome(Pack, frozen=True, kw_only=True):
    """How work can end; `fixed` counts as done in fact, `follow_up` keeps a clock running after the answer."""

    code: PackCode
    names: Text
    public: Text
    fixed: bool = False
    follow_up: bool = False
    evidence: Evidence = "none"
    rated: bool = True


class WaitReason(Pack, frozen=True, kw_only=True):
    """What work waits for, and which clocks rest meanwhile; only a legal reason rests the citizen's."""

    code: PackCode
    names: Text
    public: Text
    rests_unit_clock: bool = False
    rests_citizen_clock: bool = False


class ProcessRole(Pack, frozen=True, kw_only=True):
    """Who may act: an account that holds `holds` (empty: anybody) and stands in `relation` to the work."""

    code: PackCode
    names: Text
    holds: PackCode | None = None
    relation: Relation = "none"


class Transition(Pack, frozen=True, kw_only=True):
    """One verb: allowed in `from` phases, leads to `to` (None: the phase stays), for these roles, with these inputs."""

    verb: PackCode
    names: Text
    from_: list[Phase] = msgspec.field(default_factory=list, name="from")
    to: Phase | None = None
    roles: list[PackCode]
    requires: list[Requirement] = []
    reasons: Literal["", "pause", "return", "refusal", "extension", "withdrawal", "reopening", "stopping"] = ""
    outcomes: list[PackCode] = []
    wait_reason: PackCode | None = None
    only_waiting: list[PackCode] = []
    closes: bool = False


class Process(Validity, frozen=True, kw_only=True):
    """`process.toml`: phases, outcomes, wait reasons, roles and transitions of one kind of work.

    With a `life` it is a flow: those five come from the process it names, the rest is its own. `field` of a life are
    fields all its flows may ask for. `visible` says who reads an instance: who has or had a step of it (`parties`), or
    all staff of the units with a step (`units`); a confidential one is known to its parties only and stands in no view.
    `subject` is the field that names an instance in lists.
    """

    code: PackCode
    names: Text
    phase: list[PhaseText] = []
    outcome: list[Outcome] = []
    wait_reason: list[WaitReason] = []
    role: list[ProcessRole] = []
    transition: list[Transition] = []
    life: PackCode | None = None
    group: PackCode | None = None
    hint: dict[str, str] = {}
    icon: str = ""
    visible: Literal["parties", "units"] = "parties"
    confidential: bool = False
    allowance: Allowance | None = None
    subject: str = ""
    starts: Starters = Starters()
    numbering: Numbering | None = None
    field: list[FormField] = []
    step: list[FlowStep] = []
    document: list[Paper] = []
    example: list[Example] = []

    @property
    def is_flow(self) -> bool:
        return self.life is not None


def read_process(folder: Path) -> Process:
    """One process folder. Raises PackError."""
    return read_toml(folder / "process.toml", Process)


def read_coming(folder: Path) -> Process | None:
    """What `coming.toml` prepares: the same process as it will be from its `valid_from` on; None without one."""
    path = folder / "coming.toml"
    return read_toml(path, Process) if path.exists() else None


def with_lives(processes: dict[str, Process], lives: dict[str, Process] | None = None) -> dict[str, Process]:
    """The processes with what each flow takes over from its life; one whose life is not on stays as it stands.

    `lives` are the processes that lives are taken from, when they are others.
    """
    known = processes if lives is None else lives
    return {code: _with_life(one, known.get(one.life or "")) for code, one in processes.items()}


def _with_life(flow: Process, life: Process | None) -> Process:
    if life is None:
        return flow
    own = {one.code for one in flow.field}
    return msgspec.structs.replace(
        flow,
        phase=life.phase,
        outcome=life.outcome,
        wait_reason=life.wait_reason,
        role=life.role,
        transition=life.transition,
        field=[*flow.field, *(one for one in life.field if one.code not in own)],
    )


def category_of(flow: Process) -> Category:
    """A flow as people find it in the catalogue: a category of the service that stands on its life."""
    return Category(
        code=flow.code,
        parent=flow.group,
        names=flow.names,
        hint=flow.hint,
        allowance=flow.allowance,
        evidence="none",
        icon=flow.icon,
        valid_from=flow.valid_from,
        valid_to=flow.valid_to,
        source=flow.source,
        status=flow.status,
    )
