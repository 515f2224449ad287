"""Writes of dossiers: one function per verb."""

from hueioc.dossiers.commands.ending import finish_dossier, return_result, stop_dossier, withdraw_dossier
from hueioc.dossiers.commands.figures import report_figure
from hueioc.dossiers.commands.files import (
    MOST_FILES,
    Upload,
    attach_files,
    hold_files,
    let_files_go,
    sweep_held_files,
)
from hueioc.dossiers.commands.history import PastDossier, PastStep, follow_steps, mark_synchronised, record_dossiers
from hueioc.dossiers.commands.importing import import_dossiers
from hueioc.dossiers.commands.moving import (
    assign_dossier,
    hand_over_dossier,
    lapse_hand_over,
    return_dossier,
    take_over_dossier,
)
from hueioc.dossiers.commands.receiving import accept_dossier, refuse_dossier
from hueioc.dossiers.commands.registering import register_dossier
from hueioc.dossiers.commands.telling import apologise, mark_dossier_told, note_dossier, remind_agency
from hueioc.dossiers.commands.waiting import (
    PAID_VIA,
    confirm_payment,
    receive_supplement,
    request_payment,
    request_supplement,
)

__all__ = [
    "MOST_FILES",
    "PAID_VIA",
    "PastDossier",
    "PastStep",
    "Upload",
    "accept_dossier",
    "apologise",
    "assign_dossier",
    "attach_files",
    "confirm_payment",
    "finish_dossier",
    "follow_steps",
    "hand_over_dossier",
    "hold_files",
    "import_dossiers",
    "lapse_hand_over",
    "let_files_go",
    "mark_dossier_told",
    "mark_synchronised",
    "note_dossier",
    "receive_supplement",
    "record_dossiers",
    "refuse_dossier",
    "register_dossier",
    "remind_agency",
    "report_figure",
    "request_payment",
    "request_supplement",
    "return_dossier",
    "return_result",
    "stop_dossier",
    "sweep_held_files",
    "take_over_dossier",
    "withdraw_dossier",
]
