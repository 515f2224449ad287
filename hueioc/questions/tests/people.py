"""Questions of the tests: asked by the ward of the cast, answered by the department of the field; invented."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from hueioc.people.commands import grant_role, open_account
from hueioc.people.models import Account
from hueioc.people.queries import standing
from hueioc.people.rules import Actor, rule
from hueioc.questions import commands as give
from hueioc.questions.models import Question
from hueioc.questions.rules import NewQuestion
from tests.cast import Cast

FIELD, DEPARTMENT = "ask_justice", "dept-justice"
TITLE = "Chứng thực bản sao khi bản chính ép nhựa thì làm thế nào?"
TEXT = "Người dân mang bản chính đã ép nhựa, không đóng dấu giáp lai được."
ANSWER = "Vẫn chứng thực được nếu đọc rõ nội dung; ghi chú vào lời chứng."
CLERK = Actor(ref="account:JUSTICE", roles=frozenset({("officer", DEPARTMENT)}))


def asked(cast: Cast, **changes: Any) -> Question:
    """A question of the ward, offered to the department."""
    return give.ask_question(NewQuestion(field=FIELD, **{"title": TITLE, "text": TEXT} | changes), cast.officer)


def answered(cast: Cast, **changes: Any) -> Question:
    """Answered by the department, which had not taken it before."""
    return give.answer_question(asked(cast, **changes).code, CLERK, text=ANSWER, legal_source="Nghị định 23/2015/NĐ-CP")


def accepted(cast: Cast, **changes: Any) -> Question:
    """The ward has taken the answer."""
    return give.accept_answer(answered(cast, **changes).code, cast.head)


def clerk_account() -> Account:
    """An account that works for the department."""
    account = open_account(origin="test", display_name="clerk")
    grant_role(account, "officer", unit=DEPARTMENT, actor=rule("test"))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    return account


def browser(account: Account | None) -> Client:
    """A browser in which an account is signed in, or nobody."""
    client = Client()
    if account is not None:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def actor(account: Account) -> Actor:
    """Who an account is now."""
    return standing(account)
