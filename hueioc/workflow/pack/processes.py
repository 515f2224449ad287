"""The shape of a process in its pack: phases, outcomes, reasons to wait, roles and the verbs between them."""

from pathlib import Path
from typing import Literal

import msgspec

from hueioc.lib.packs import Pack, PackCode, Text, Validity, read_toml
from hueioc.workflow.pack.services import Evidence

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
    """`process.toml`: phases, outcomes, wait reasons, roles and transitions of one kind of work."""

    code: PackCode
    names: Text
    phase: list[PhaseText]
    outcome: list[Outcome]
    wait_reason: list[WaitReason]
    role: list[ProcessRole]
    transition: list[Transition]


def read_process(folder: Path) -> Process:
    """One process folder. Raises PackError."""
    return read_toml(folder / "process.toml", Process)
