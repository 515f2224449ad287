"""Tables of meetings: the meeting, agenda, papers, who is invited, speakers, votes, conclusions."""

from typing import Any, ClassVar

from django.db import models

from hueioc.workflow.models import Item


class Meeting(Item):
    """One meeting; `service` is its kind, `unit` holds it, `due_at` is when its minutes are due.

    `chair`, `secretary` and `checker` (of the minutes; empty: the chair) are accounts. `door` is the token of the QR
    code on the wall. `signed_file` is the reference of the signed minutes in the vault. `asked_again_at` says that
    units without an answer were reminded, `minutes_told_at` that the unit that holds it was, of late minutes.
    `words` is title and place without diacritics, for the search.
    """

    REF_KIND = "meeting"

    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    words = models.TextField(blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    chair = models.CharField(max_length=80, db_index=True)
    secretary = models.CharField(max_length=80, db_index=True)
    checker = models.CharField(max_length=80, blank=True, db_index=True)
    is_confidential = models.BooleanField(default=False)
    door = models.CharField(max_length=40)
    minutes = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=80, blank=True)
    signed_by = models.CharField(max_length=80, blank=True)
    signed_file = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    minutes_told_at = models.DateTimeField(null=True, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["phase", "starts_at"], name="meeting_phase_starts"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_withheld(self) -> bool:
        """Its facts are none of the five base facts while it is confidential, or a draft that its hosts alone know."""
        return self.is_confidential or self.phase == "received"


class Point(models.Model):
    """One point of the agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ("place", "id")


class Paper(models.Model):
    """One document of a meeting; `file` is its reference in the vault."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField(default=1)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class Invitee(models.Model):
    """Who is invited: a person (`account`), a unit that decides who comes, or a guest with a link of their own.

    answer: empty, comes, substitute, declines. `delegate` is the account that comes for the person or the unit. Only
    the people who were invited with a vote may vote, or who comes for them. `secret` is the guest's link.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    account = models.CharField(max_length=80, blank=True, db_index=True)
    unit = models.CharField(max_length=64, blank=True, db_index=True)
    guest = models.CharField(max_length=120, blank=True)
    secret = models.CharField(max_length=40, unique=True, null=True, blank=True)
    may_vote = models.BooleanField(default=False)
    answer = models.CharField(max_length=12, blank=True)
    delegate = models.CharField(max_length=80, blank=True, db_index=True)
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    came_by = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "account"], condition=~models.Q(account=""), name="person_invited_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit"], condition=models.Q(account="", guest=""), name="unit_invited_once"
            ),
        )

    @property
    def person(self) -> str:
        """The account that sits there: who was named instead, else who was invited; empty for a guest."""
        return self.delegate or self.account


class Speaker(models.Model):
    """One wish to speak. state: waiting, speaking, done, dropped."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["invitee"], condition=models.Q(state__in=["waiting", "speaking"]), name="one_wish_to_speak"
            ),
        )


class Vote(models.Model):
    """One question put to the vote. state: put, open, closed, void (its box was lost or the vote was called off).

    `result` is empty until it is closed: how many ballots for each of `options`. `box` holds the running sums of a
    secret vote, sealed anew with every ballot under a key that is no row of the database (ADR 0095); it is empty
    before and after.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    options = models.JSONField(default=list)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default="put")
    may_vote = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=list)
    box = models.BinaryField(default=b"")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["meeting", "number"], name="vote_number_once"),)


class Voter(models.Model):
    """Who may vote, fixed when the vote opened, and whether they have; nothing about when or how."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=80)
    has_voted = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "person"], name="may_vote_once"),)


class Ballot(models.Model):
    """One ballot of an open vote; a secret vote has no such rows."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=80)
    choice = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "person"], name="one_open_ballot"),)


class Conclusion(models.Model):
    """What was concluded: words, and the unit that is to do it until a day; `directive` once it was given as one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    unit = models.CharField(max_length=64, blank=True)
    due_on = models.DateField(null=True, blank=True)
    directive = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("id",)
