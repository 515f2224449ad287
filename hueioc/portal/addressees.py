"""Tells the notices who filed or gave a piece of work; named in the settings, so that notices know no room of work."""

from collections.abc import Collection

from hueioc.cases.queries import followers_of_many, tell_of_many
from hueioc.directives.queries import circles_of_many, givers_of_many
from hueioc.dossiers.queries import applicants_of_many
from hueioc.meetings.queries import circles_of_many as circles_of_meetings
from hueioc.meetings.queries import told_of_many
from hueioc.notices.rules import Circle, Follows
from hueioc.people.queries import staff_of
from hueioc.processes.queries import circles_of_many as circles_of_processes
from hueioc.processes.queries import starters_of_many
from hueioc.questions.queries import askers_of_many
from hueioc.rescues.queries import callers_of_many
from hueioc.warnings.queries import drafters_of_many
from hueioc.workflow.queries import catalogue, page_of


def who_filed_cases(subjects: Collection[str]) -> dict[str, Follows]:
    """The reporters behind `case:…`, each with the secret link they read it by; unknown ones are left out."""
    found = tell_of_many([subject.partition(":")[2] for subject in subjects])
    return {
        f"case:{one.code}": Follows(
            f"account:{one.account}" if one.account else "", one.reporter, one.language, f"/r/{one.code}/{one.secret}/"
        )
        for one in found
    }


def who_follows_cases(subjects: Collection[str]) -> dict[str, list[str]]:
    """Accounts that said "me too" about reports of others; reports that nobody follows are left out."""
    found = followers_of_many([subject.partition(":")[2] for subject in subjects])
    return {f"case:{code}": people for code, people in found.items()}


def who_filed_dossiers(subjects: Collection[str]) -> dict[str, Follows]:
    """The applicants behind `dossier:…`, each with the page of the number; unknown ones are left out."""
    found = applicants_of_many([subject.partition(":")[2] for subject in subjects])
    return {
        f"dossier:{one.code}": Follows(
            f"account:{one.account}" if one.account else "", one.applicant, one.language, f"/d/{one.code}"
        )
        for one in found
    }


def who_gave_directives(subjects: Collection[str]) -> dict[str, Follows]:
    """Who gave `directive:…`, each with its page; unknown and confidential ones are left out."""
    found = givers_of_many([subject.partition(":")[2] for subject in subjects])
    language = catalogue().pack.city.default_language
    return {f"directive:{one.code}": Follows(one.giver, "", language, f"/directives/{one.code}/") for one in found}


def who_may_know_of_directives(subjects: Collection[str]) -> dict[str, Circle]:
    """The circle of each confidential `directive:…`: its giver, and by unit its heads and whom they named."""
    found = circles_of_many([subject.partition(":")[2] for subject in subjects])
    return {f"directive:{code}": Circle(giver, units) for code, giver, units in found}


def who_asked_questions(subjects: Collection[str]) -> dict[str, Follows]:
    """Who wrote `question:…`, each with its page; unknown ones are left out."""
    found = askers_of_many([subject.partition(":")[2] for subject in subjects])
    language = catalogue().pack.city.default_language
    return {
        f"question:{one.code}": Follows(f"account:{one.account}", "", language, f"/questions/{one.code}/")
        for one in found
        if one.account
    }


def who_works_with_askers(subjects: Collection[str]) -> dict[str, list[str]]:
    """Accounts of the units that asked: a colleague stands in for who wrote the question."""
    found = askers_of_many([subject.partition(":")[2] for subject in subjects])
    staff = {unit: staff_of(unit) for unit in {one.asked_by for one in found}}
    return {f"question:{one.code}": staff[one.asked_by] for one in found}


def who_chairs_meetings(subjects: Collection[str]) -> dict[str, Follows]:
    """Who chairs `meeting:…`, each with its page; unknown and confidential ones are left out."""
    found = told_of_many([subject.partition(":")[2] for subject in subjects])
    language = catalogue().pack.city.default_language
    return {f"meeting:{one.code}": Follows(one.chair, "", language, f"/meetings/{one.code}/") for one in found}


def who_drafted_warnings(subjects: Collection[str]) -> dict[str, Follows]:
    """Who drafted `warning:…` or `exercise:…`, each with its page; drafts of rules have nobody to be told."""
    found = drafters_of_many([subject.partition(":")[2] for subject in subjects])
    language = catalogue().pack.city.default_language
    return {ref: Follows(account, "", language, page_of(ref)) for ref, account in found.items()}


def who_sits_in_meetings(subjects: Collection[str]) -> dict[str, list[str]]:
    """Accounts that are invited to `meeting:…` or come for somebody who is; none of confidential ones."""
    found = told_of_many([subject.partition(":")[2] for subject in subjects])
    return {f"meeting:{one.code}": one.people for one in found}


def who_may_know_of_meetings(subjects: Collection[str]) -> dict[str, Circle]:
    """The circle of each confidential `meeting:…`: its chair, and by unit its heads and whom they named."""
    found = circles_of_meetings([subject.partition(":")[2] for subject in subjects])
    return {f"meeting:{code}": Circle(chair, units) for code, chair, units in found}


def who_started_processes(subjects: Collection[str]) -> dict[str, Follows]:
    """Who started `process:…`, each with its page; unknown and confidential ones are left out."""
    found = starters_of_many([subject.partition(":")[2] for subject in subjects])
    language = catalogue().pack.city.default_language
    return {
        f"process:{one.code}": Follows(f"account:{one.account}", "", language, f"/processes/{one.code}/")
        for one in found
    }


def who_may_know_of_processes(subjects: Collection[str]) -> dict[str, Circle]:
    """The circle of each confidential `process:…`: who started it, and who has its step now."""
    found = circles_of_processes([subject.partition(":")[2] for subject in subjects])
    return {f"process:{code}": Circle(account, units) for code, account, units in found}


def who_called_for_rescue(subjects: Collection[str]) -> dict[str, Follows]:
    """Who made `rescue:…`, each with the secret link they follow it by; unknown and erased ones are left out."""
    found = callers_of_many([subject.partition(":")[2] for subject in subjects])
    return {
        f"rescue:{one.code}": Follows(
            f"account:{one.account}" if one.account else "", one.contact, one.language, one.path
        )
        for one in found
    }
