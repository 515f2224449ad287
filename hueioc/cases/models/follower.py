"""The table of people who have met the same thing and follow a report that somebody else sent."""

from django.db import models

from hueioc.cases.models.case import Case


class Follower(models.Model):
    """One person who said "me too". `person` is an account, or a random code that only their browser knows."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=80, db_index=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "person"], condition=models.Q(left_at__isnull=True), name="one_me_too_per_person"
            ),
        )
