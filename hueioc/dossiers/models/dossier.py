"""The table of dossiers."""

from typing import Any, ClassVar

from django.db import models

from hueioc.workflow.models import Item


class Dossier(Item):
    """One administrative procedure for one applicant; `code` is its number, `service` the code of the procedure.

    `applicant` refers to the vault, `account` to who filed it online. `received_by` is the unit of the desk that
    registered it and gives the result; `unit` is the agency that has it. Instants are those of the status codes;
    `first_due_at` is the appointment (ngày hẹn trả). Amounts are whole units of the currency. Every flag that
    index 766 counts is a column of its own.
    """

    REF_KIND = "dossier"

    code = models.CharField(max_length=48, unique=True)
    received_by = models.CharField(max_length=64, db_index=True)
    applicant_kind = models.CharField(max_length=12, default="person")
    applicant = models.CharField(max_length=80, blank=True)
    account = models.CharField(max_length=16, blank=True, db_index=True)
    language = models.CharField(max_length=8, default="vi")
    address = models.CharField(max_length=300, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    reason = models.CharField(max_length=32, blank=True)

    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    synchronised_at = models.DateTimeField(null=True, blank=True)

    is_promise_given = models.BooleanField(default=False)

    supplements_asked = models.PositiveSmallIntegerField(default=0)
    supplements_open = models.PositiveSmallIntegerField(default=0)

    fee = models.PositiveIntegerField(default=0)
    is_payable_online = models.BooleanField(default=False)
    payment_asked_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_via = models.CharField(max_length=12, blank=True)

    papers_wanted = models.PositiveSmallIntegerField(default=0)
    papers_digitised = models.PositiveSmallIntegerField(default=0)
    papers_reused = models.PositiveSmallIntegerField(default=0)
    papers_from_vault = models.PositiveSmallIntegerField(default=0)
    returns_document = models.BooleanField(default=True)
    has_electronic_result = models.BooleanField(default=False)
    is_result_in_vault = models.BooleanField(default=False)
    result_code = models.CharField(max_length=80, blank=True)
    is_vneid = models.BooleanField(default=False)
    uses_population_data = models.BooleanField(default=False)

    warned_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["received_by", "phase", "opened_at"], name="dossier_desk"),
            models.Index(fields=["accepted_at"], name="dossier_accepted"),
            models.Index(fields=["service", "opened_at"], name="dossier_procedure"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def appointment_at(self) -> Any:
        """When the result was promised first; None before acceptance and where another system promised nothing."""
        return self.first_due_at
