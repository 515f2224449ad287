"""Tells the notices who filed a report; named in the settings, so that notices know nothing of reports."""

from hueioc.cases.queries import followers_of, tell_of
from hueioc.notices.rules import Follows


def who_filed_case(subject: str) -> Follows | None:
    """The reporter behind `case:…`, with the secret link they read it by."""
    found = tell_of(subject.partition(":")[2])
    if found is None:
        return None
    account = f"account:{found.account}" if found.account else ""
    return Follows(account, found.reporter, found.language, f"/r/{found.code}/{found.secret}/")


def who_follows_case(subject: str) -> list[str]:
    """Accounts that said "me too" about somebody else's report."""
    return followers_of(subject.partition(":")[2])
