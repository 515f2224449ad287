"""The tables of notices: one row per fact, recipient and channel, and how far people were told."""

from django.db import models


class Notice(models.Model):
    """One thing to tell somebody. Addresses are looked up when it is sent and never stood here.

    channel: app, direct (by e-mail or short message; `via` says which way it went), push, digest (the daily e-mail: its
    `fact_seq` is the number of its day below zero, so that one day has one).
    state: waiting, sending (claimed until `next_try_at`), sent, failed (given up, visible), void (there is nobody
    to tell any more). A row without a topic is the proof of something told that the facts no longer explain.
    """

    fact_seq = models.BigIntegerField()
    recipient = models.CharField(max_length=80, db_index=True)
    channel = models.CharField(max_length=8)
    topic = models.CharField(max_length=32)
    subject = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    via = models.CharField(max_length=8, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["fact_seq", "recipient", "channel"], name="told_once"),)
        indexes = (models.Index(fields=["channel", "state", "next_try_at"]),)


class Reach(models.Model):
    """One row: nobody is told of what happened before `since`; facts up to `told_upto` were told before a rebuild."""

    since = models.DateTimeField()
    told_upto = models.BigIntegerField(default=0)


class Subscription(models.Model):
    """One browser that asked to be told: where its messages go and how they are sealed (RFC 8030, RFC 8291).

    These are personal data: the row is deleted when the browser says so, its push service forgets it, or the account
    is erased.
    """

    code = models.CharField(max_length=24, unique=True)
    endpoint = models.TextField()
    endpoint_hash = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=120)
    secret = models.CharField(max_length=40)
    account = models.CharField(max_length=80, blank=True, db_index=True)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField()

    @property
    def ref(self) -> str:
        return f"push:{self.code}"


class Watch(models.Model):
    """A piece of work of which a browser is told, without anybody's account."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["subscription", "subject"], name="watched_once"),)


class Choice(models.Model):
    """What an account does not want to be told; everything else is told."""

    recipient = models.CharField(max_length=80, unique=True)
    channels_off = models.JSONField(default=list)
    topics_off = models.JSONField(default=list)


class Digest(models.Model):
    """An account that wants one e-mail a day at an hour of the city, with what it owes; `told_on` is the last day."""

    recipient = models.CharField(max_length=80, unique=True)
    hour = models.PositiveSmallIntegerField()
    told_on = models.DateField(null=True, blank=True)


class WarnedPlace(models.Model):
    """A place of which somebody wants to be warned: home, school, field. Personal data, erased with the account.

    `label` is the person's own word, `area` the ward it lies in; the point is kept only when they give it. No hazards
    means all of them. `consent` names the text they agreed to, `agreed_at` when.
    """

    recipient = models.CharField(max_length=80, db_index=True)
    label = models.CharField(max_length=60)
    area = models.CharField(max_length=64)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    hazards = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    consent = models.CharField(max_length=32)
    agreed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["area", "id"], name="warned_place_area"),)


class Dispatch(models.Model):
    """A released message on its way: its texts and area as its room gave them, and how far it was spread.

    `spread_upto` is the last place that was looked at; `spread_at` says that all were. `lane` is its place in line.
    """

    subject = models.CharField(max_length=80, unique=True)
    lane = models.PositiveSmallIntegerField()
    hazard = models.CharField(max_length=64, blank=True)
    is_exercise = models.BooleanField(default=False)
    units = models.JSONField(default=list)
    sketch = models.JSONField(null=True)
    texts = models.JSONField(default=dict)
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    spread_upto = models.BigIntegerField(default=0)
    spread_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One message to one person by one way, with what became of it.

    state: waiting, sending (claimed until `next_try_at`), sent, delivered, read, failed, void (too late, or nobody
    there any more). `reason` says why it failed or is void, `via` who carried it (`simulator`: nothing left the house).
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(WarnedPlace, on_delete=models.SET_NULL, null=True, related_name="+")
    recipient = models.CharField(max_length=80)
    channel = models.CharField(max_length=8)
    unit = models.CharField(max_length=64)
    lane = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="waiting")
    reason = models.CharField(max_length=16, blank=True)
    via = models.CharField(max_length=16, blank=True)
    token = models.CharField(max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["dispatch", "recipient", "channel"], name="delivered_once"),)
        indexes = (
            # What the sender asks for: the next ones of a channel, the first lane first.
            models.Index(fields=["channel", "state", "lane", "next_try_at"], name="delivery_queue"),
            # What the page of proof counts, so that it reads no row.
            models.Index(fields=["dispatch", "unit", "channel", "state", "reason"], name="delivery_proof"),
            models.Index(fields=["recipient", "channel"], name="delivery_recipient"),
            models.Index(fields=["token"], name="delivery_token"),
        )
