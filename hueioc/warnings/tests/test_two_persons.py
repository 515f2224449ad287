"""Two persons release a warning: every door and every trick is tried, and the database refuses what code forgot."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from hueioc.people.rules import Actor, machine, rule
from hueioc.warnings import commands as give
from hueioc.warnings.models import Alert, Received
from hueioc.warnings.queries import visible_codes
from hueioc.warnings.rules.drafting import Place
from hueioc.warnings.tests.drafts import CIRCLE, ROAD, drafted, new, released, submitted
from hueioc.warnings.tests.samples import ours
from tests.cast import OTHER_WARD, WARD, Cast

_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))


def _tries(cast: Cast, act: Callable[[Actor], Any]) -> set[str]:
    done = set()
    for who in PEOPLE:
        with transaction.atomic():
            try:
                act(getattr(cast, who))
                done.add(who)
            except (NotAllowed, NotFound, Conflict, Invalid):
                pass
            finally:
                transaction.set_rollback(True)
    return done


def browser(cast: Cast, who: str) -> Client:
    """A browser in which one of the cast is signed in."""
    client = Client()
    if who in cast.accounts:
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def send_cap(body: bytes, key: str) -> Any:
    """A CAP message sent with a key."""
    headers = {"authorization": f"Bearer {key}"}
    return Client().post("/api/v1/alerts/cap", body, content_type="application/cap+xml", headers=headers)


def test_every_verb_is_given_by_these_and_nobody_else(cast: Cast) -> None:
    waiting, draft, force = submitted(cast).code, drafted(cast).code, released(cast).code
    found = {
        "draft": _tries(cast, lambda a: give.draft_warning(new(place=_own(a)), a)),
        "change": _tries(cast, lambda a: give.change_warning(draft, a, new(level=3))),
        "submit": _tries(cast, lambda a: give.submit_warning(draft, a)),
        "release": _tries(cast, lambda a: give.release_warning(waiting, a)),
        "approve": _tries(cast, lambda a: give.approve_warning(waiting, a)),
        "send_back": _tries(cast, lambda a: give.send_back_warning(waiting, a, reason="wording")),
        "take_back": _tries(cast, lambda a: give.take_back_warning(waiting, a)),
        "discard": _tries(cast, lambda a: give.discard_warning(draft, a)),
        "follow": _tries(cast, lambda a: give.draft_following(force, a, new(message="all_clear"))),
        "record": _tries(cast, lambda a: give.record_happening(force, a, finding="as_warned", text="Đúng.")),
        "expire": _tries(cast, lambda a: give.expire_warning(force, a)),
    }
    centre = {"operator", "coordinator"}
    assert found == {
        "draft": centre | {"officer", "head", "stranger"},
        "change": centre | {"leader"},
        "submit": centre,
        "release": {"coordinator", "leader"},
        "approve": {"coordinator", "leader"},
        "send_back": {"coordinator", "leader"},
        "take_back": centre,
        "discard": centre | {"leader"},
        "follow": centre | {"leader"},
        "record": centre | {"leader"},
        "expire": set(),
    }


def _own(actor: Actor) -> Any:
    ward = WARD if WARD in actor.units or not actor.units else OTHER_WARD
    return Place(kind="units", units=(ward,))


def test_a_ward_warns_of_its_own_ground_and_its_head_releases_it_not_its_officer(cast: Cast) -> None:
    with pytest.raises(Invalid):
        give.draft_warning(new(place=Place(kind="units", units=(WARD, OTHER_WARD))), cast.officer)
    code = give.draft_warning(new(), cast.officer).code
    give.submit_warning(code, cast.officer)
    assert _tries(cast, lambda a: give.release_warning(code, a)) == {"head", "coordinator", "leader"}
    with pytest.raises(NotFound):
        give.change_warning(code, cast.stranger, new(level=3))
    assert give.release_warning(code, cast.head).is_in_force


def test_whoever_drafted_changed_or_submitted_cannot_release(cast: Cast) -> None:
    own = give.draft_warning(new(), cast.coordinator).code
    give.submit_warning(own, cast.operator)
    assert _tries(cast, lambda a: give.release_warning(own, a)) == {"leader"}
    changed = drafted(cast).code
    give.change_warning(changed, cast.leader, new(level=3))
    give.submit_warning(changed, cast.operator)
    assert _tries(cast, lambda a: give.release_warning(changed, a)) == {"coordinator"}
    handed = drafted(cast).code
    give.submit_warning(handed, cast.coordinator)
    assert _tries(cast, lambda a: give.release_warning(handed, a)) == {"leader"}


def test_a_change_after_approval_voids_it(cast: Cast) -> None:
    code = submitted(cast).code
    alert = give.approve_warning(code, cast.leader)
    assert alert.approved_digest == alert.digest
    alert = give.change_warning(code, cast.coordinator, new(level=3))
    assert (alert.phase, alert.approved_by, alert.submitted_by) == ("received", "", "")
    with pytest.raises(Refusal):
        give.release_warning(code, cast.leader)
    give.submit_warning(code, cast.coordinator)
    with pytest.raises(NotAllowed):
        give.release_warning(code, cast.coordinator)
    assert give.release_warning(code, cast.leader).released_by == cast.leader.ref


def test_an_approved_warning_is_sent_by_another_second_person_and_never_by_its_drafter(cast: Cast) -> None:
    code = submitted(cast).code
    give.approve_warning(code, cast.leader)
    with pytest.raises(NotAllowed):
        give.release_warning(code, cast.operator)
    alert = give.release_warning(code, cast.coordinator)
    assert (alert.approved_by, alert.released_by) == (cast.leader.ref, cast.coordinator.ref)


@pytest.mark.parametrize("is_exercise", [False, True])
def test_no_machine_rule_importer_or_playbook_releases(cast: Cast, is_exercise: bool) -> None:
    powers = frozenset({("coordinator", ""), ("leader", ""), ("admin", ""), ("operator", "")})
    robots = [rule("alarm"), machine("import311", powers), machine("cap", powers), Actor("rule:alarm", powers)]
    code = give.draft_warning(new(is_exercise=is_exercise, source="alarm:26-1"), robots[0]).code
    for robot in robots:
        for verb in (give.submit_warning, give.approve_warning, give.release_warning):
            with pytest.raises(Refusal):
                verb(code, robot)
    give.submit_warning(code, cast.operator)
    for robot in robots:
        for verb in (give.approve_warning, give.release_warning):
            with pytest.raises(Refusal):
                verb(code, robot)
    # A machine's draft needs two people all the same: who submitted it is one of them.
    with pytest.raises(NotAllowed):
        give.release_warning(code, cast.operator)
    assert not Alert.objects.get(code=code).is_released
    assert give.release_warning(code, cast.coordinator).is_exercise == is_exercise


def test_the_database_refuses_what_the_code_would_let_pass(cast: Cast) -> None:
    alert = submitted(cast)
    at, me, other = timezone.now(), cast.operator.ref, cast.coordinator.ref
    sent = {"released_at": at, "identifier": "x", "cap": "<alert/>"}
    fine = {**sent, "released_by": other, "approved_by": other, "approved_digest": alert.digest}
    wrong: list[dict[str, Any]] = [
        {**fine, "released_by": me},
        {**fine, "approved_by": me},
        {**fine, "released_by": "rule:alarm"},
        {**fine, "approved_by": "machine:cap"},
        {**fine, "released_by": ""},
        {**fine, "approved_digest": "something else"},
        {**fine, "submitted_by": ""},
        {**fine, "submitted_by": "rule:alarm"},
        {**fine, "changed_by": other},
        {**fine, "drafted_by": other},
        {**fine, "cap": ""},
        {"phase": "in_work"},
        {"is_public": True},
    ]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.filter(pk=alert.pk).update(**change)
    with transaction.atomic():
        assert Alert.objects.filter(pk=alert.pk).update(**fine) == 1
        transaction.set_rollback(True)


def test_the_database_keeps_what_was_released_and_who_drafted_it(cast: Cast) -> None:
    waiting, alert = submitted(cast), released(cast)
    at = timezone.now()
    for row, change in (
        (waiting, {"drafted_by": cast.leader.ref}),
        (alert, {"texts": {"vi": {}, "en": {}}}),
        (alert, {"cap": "<alert/>"}),
        (alert, {"released_at": None, "phase": "received", "is_public": False}),
        (alert, {"level": 5}),
        (alert, {"is_exercise": True}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).delete()
    forged = Alert.objects.get(pk=alert.pk)
    forged.pk, forged.code, forged.identifier = None, "26-FORG-ED00", "forged"
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save(force_insert=True)
    assert Alert.objects.filter(pk=waiting.pk).update(sent_back="x", updated_at=at) == 1


def test_no_page_or_api_goes_around_it(cast: Cast, settings: Any) -> None:
    settings.CAP_KEYS = ["k"]
    code = submitted(cast).code
    pressed = {
        who: browser(cast, who).post(f"/warnings/{code}/do/release/").status_code
        for who in PEOPLE
        if who not in {"coordinator", "leader"}
    }
    assert set(pressed.values()) <= {403, 404}
    assert browser(cast, "operator").post(f"/warnings/{code}/do/supersede/").status_code == 404
    for method in ("post", "put", "patch", "delete"):
        for path in (f"/api/v1/warnings/{code}", f"/api/v1/warnings/{code}/release", "/api/v1/warnings"):
            asked = getattr(browser(cast, "admin"), method)(path, "{}", content_type="application/json")
            assert asked.status_code in {404, 405}
    assert send_cap(ours(status="Actual"), "k").status_code == 201
    assert Received.objects.get().state == "new"
    assert {"warning", "exercise"}.isdisjoint(django_settings.OWED_VERBS), "the inbox releases nothing in bulk"
    assert not Alert.objects.filter(released_at__isnull=False).exists()
    assert code not in Client().get("/alerts/cap.atom").content.decode()
    assert browser(cast, "coordinator").post(f"/warnings/{code}/do/release/").status_code == 302
    assert Alert.objects.get(code=code).is_released


def test_a_draft_is_for_its_unit_and_the_centre_at_every_door(cast: Cast) -> None:
    given = {"road": "Đập Đá", "depth": "0,5"}
    alert = give.draft_warning(new(place=CIRCLE, hazard=ROAD, level=0, given=given), cast.officer)
    page = f"/warnings/{alert.code}/"
    assert visible_codes(cast.stranger, [alert.code]) == set()
    assert visible_codes(cast.head, [alert.code]) == {alert.code}
    seen = {who for who in PEOPLE if browser(cast, who).get(page).status_code == 200}
    assert seen == {"officer", "head", "operator", "coordinator", "leader", "admin"}
    doors = ("/warnings/", "/warnings/archive/", "/alerts/cap.atom", "/api/v1/warnings", "/")
    assert Client().get(f"/alerts/hue-{alert.code}.cap").status_code == 404
    for path in doors:
        assert alert.code not in Client().get(path).content.decode(), path
    for path in ("/warnings/desk/?tab=drafts", "/inbox/", f"/find/?q={alert.code}"):
        assert "Đập Đá" not in browser(cast, "stranger").get(path, follow=True).content.decode(), path
    assert "Đập Đá" in browser(cast, "head").get("/warnings/desk/?tab=drafts").content.decode()
