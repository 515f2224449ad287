"""The vault: sealed at rest, opened by the centre only and with a reason, erased for ever."""

import pytest

from hueioc.journal.models import Fact
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.people.commands import forget_contact, keep_contact, reveal_contact
from hueioc.people.models import Contact
from hueioc.people.queries import contacts_with_phone, vault_log
from hueioc.people.vault import ContactData
from tests.cast import Cast

SOMEBODY = ContactData(name="Lê Thị Thử", phone="0900 000 001", email="thu@example.org")


@pytest.fixture
def kept(cast: Cast) -> str:
    return keep_contact(SOMEBODY, actor=cast.owner, purpose="case", account=cast.accounts["owner"].code)


def test_the_row_holds_nothing_readable(kept: str) -> None:
    row = Contact.objects.get(code=kept.partition(":")[2])
    for word in ("Lê", "0900", "example"):
        assert word.encode() not in bytes(row.sealed or b"")


def test_no_fact_holds_personal_data(kept: str, cast: Cast) -> None:
    reveal_contact(kept, actor=cast.operator, reason="gọi lại cho người dân")
    for fact in Fact.objects.all():
        # The whole number: four digits of it also turn up in the nanoseconds of a fact's own clock.
        for secret in ("0900 000 001", "0900000001", "Lê Thị Thử", "thu@example.org"):
            assert secret not in str(vars(fact))
        assert "gọi lại" not in str(vars(fact))


@pytest.mark.parametrize("who", ["owner", "officer", "stranger", "leader", "nobody"])
def test_only_the_centre_opens_it(kept: str, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        reveal_contact(kept, actor=getattr(cast, who), reason="muốn biết là ai")


def test_every_look_has_a_reason_and_is_logged(kept: str, cast: Cast) -> None:
    with pytest.raises(Invalid):
        reveal_contact(kept, actor=cast.operator, reason=" ")
    assert reveal_contact(kept, actor=cast.operator, reason="hẹn lịch sửa chữa") == SOMEBODY
    looks = vault_log(actor=cast.admin)
    assert [(look.actor, look.reason) for look in looks] == [(cast.operator.ref, "hẹn lịch sửa chữa")]
    with pytest.raises(NotAllowed):
        vault_log(actor=cast.operator)


def test_a_caller_is_recognised_by_the_centre_only(kept: str, cast: Cast) -> None:
    assert contacts_with_phone("0900 000 001", actor=cast.operator) == [kept]
    with pytest.raises(NotAllowed):
        contacts_with_phone("0900 000 001", actor=cast.officer)


def test_a_forgotten_person_is_gone_and_a_fact_says_so(kept: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        forget_contact(kept, actor=cast.stranger, reason="request")
    forget_contact(kept, actor=cast.owner, reason="request")
    assert Contact.objects.get(code=kept.partition(":")[2]).sealed is None
    assert Fact.objects.filter(kind="people.contact_forgotten", subject=kept).exists()
    with pytest.raises(NotFound):
        reveal_contact(kept, actor=cast.operator, reason="thử xem còn không")
