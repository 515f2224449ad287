"""Files of a directive: documents of the giver and evidence of the units, for whoever reads what they belong to."""

from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hueioc.directives.commands import (
    accept_directive,
    add_support,
    give_directive,
    propose_closing,
    report_progress,
)
from hueioc.directives.models import Directive, DirectiveFile
from hueioc.directives.queries import directive_file, directive_view
from hueioc.directives.rules.intake import NewDirective
from hueioc.directives.tests.people import DEPARTMENT, FINANCE, OTHER_HEAD, OTHER_LEADER, in_work, new, working_day
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.models import VaultAccess, VaultFile
from hueioc.people.rules import Actor
from tests.cast import OTHER_WARD, Cast
from tests.pictures import jpeg

pytestmark = pytest.mark.django_db
TWO = {DEPARTMENT: "", OTHER_WARD: "Cử hai người."}
PHOTO = ("sau khi làm.jpg", jpeg())


def wanted(**changes: Any) -> NewDirective:
    return new(due_on=working_day(), **changes)


def files_of(directive: Directive) -> list[DirectiveFile]:
    return list(DirectiveFile.objects.filter(directive=directive).order_by("id"))


def may_open(file: DirectiveFile, actor: Actor) -> bool:
    try:
        directive_file(file.directive.code, file.code, actor)
    except NotFound:
        return False
    return True


def test_documents_are_for_whoever_reads_the_whole_text(cast: Cast) -> None:
    directive = give_directive(wanted(supports=TWO), cast.leader, [("quyết định.pdf.jpg", PHOTO[1])])
    [document] = files_of(directive)
    for actor in (cast.leader, cast.head, cast.officer, cast.operator, FINANCE):
        assert may_open(document, actor), actor
    for actor in (OTHER_HEAD, cast.stranger, cast.owner, cast.nobody):
        assert not may_open(document, actor), actor


def test_evidence_is_for_who_reads_the_thread_it_stands_in(cast: Cast) -> None:
    directive = in_work(cast, due_on=working_day(), supports=TWO)
    accept_directive(directive.code, OTHER_HEAD)
    report_progress(directive.code, cast.officer, percent=40, text="Đã xong một nửa.", evidence=[PHOTO])
    report_progress(directive.code, OTHER_HEAD, percent=10, text="Đã cử người.", evidence=[PHOTO])
    lead, support = files_of(directive)
    assert [may_open(lead, one) for one in (cast.leader, cast.head, OTHER_HEAD, FINANCE, cast.owner)] == [
        *(True, True, False, False, False)
    ]
    assert [may_open(support, one) for one in (cast.leader, cast.head, OTHER_HEAD, FINANCE, cast.owner)] == [
        *(True, True, True, False, False)
    ]
    propose_closing(directive.code, cast.head, outcome="fulfilled", text="Xong.", evidence=[PHOTO])
    assert len(directive_view(directive.code, cast.leader).files) == 3


def test_files_of_a_confidential_directive_are_for_its_circle(cast: Cast) -> None:
    directive = give_directive(wanted(is_confidential=True), cast.leader, [PHOTO])
    [document] = files_of(directive)
    assert may_open(document, cast.leader)
    assert may_open(document, cast.head)
    for actor in (cast.officer, OTHER_LEADER, cast.coordinator, cast.operator):
        assert not may_open(document, actor), actor


def test_a_file_that_cannot_be_kept_is_named_and_nothing_is_said_or_kept(cast: Cast) -> None:
    directive = in_work(cast, due_on=working_day())
    for files in ([PHOTO, ("bảng tính.exe", b"MZ" * 40)], [PHOTO] * 11):
        with pytest.raises(Invalid) as refused:
            report_progress(directive.code, cast.officer, percent=40, text="Đã xong.", evidence=files)
        assert "evidence" in refused.value.fields
    with pytest.raises(Conflict):
        report_progress(directive.code, cast.officer, percent=40, text="Đã xong.", evidence=[PHOTO], version=0)
    assert files_of(directive) == []
    assert directive_view(directive.code, cast.leader).messages == []
    assert not VaultFile.objects.exclude(file_key="").exists()


def test_the_same_form_sent_twice_gives_one_directive_with_its_files_once(cast: Cast) -> None:
    first = give_directive(wanted(key="one"), cast.leader, [PHOTO])
    assert give_directive(wanted(key="one"), cast.leader, [PHOTO]).code == first.code
    assert len(files_of(first)) == 1
    assert VaultFile.objects.count() == 1


def test_on_the_page_files_are_sent_and_opened_and_every_look_is_logged(cast: Cast, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    directive = in_work(cast, due_on=working_day())
    add_support(directive.code, cast.leader, unit=OTHER_WARD, task="Cử hai người.")
    client = {name: Client() for name in ("officer", "leader", "stranger", "owner")}
    for name, browser in client.items():
        browser.force_login(cast.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
    form = {"percent": "30", "text": "Ảnh kèm theo.", "evidence": SimpleUploadedFile("ảnh.jpg", PHOTO[1])}
    assert client["officer"].post(f"/directives/{directive.code}/do/progress/", form).status_code == 302
    [file] = files_of(directive)
    address = f"/directives/{directive.code}/files/{file.code}"
    assert address in client["leader"].get(f"/directives/{directive.code}/").content.decode()
    answer = client["leader"].get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert VaultAccess.objects.get().actor == cast.leader.ref
    for name in ("stranger", "owner"):
        assert client[name].get(address).status_code == 404
    assert VaultAccess.objects.count() == 1


def test_files_of_whoever_may_not_are_not_even_read(cast: Cast) -> None:
    directive = in_work(cast, due_on=working_day())
    with patch("hueioc.people.commands.make_safe_document") as read:
        for actor in (cast.stranger, cast.owner, OTHER_HEAD):
            with pytest.raises(NotFound):
                report_progress(directive.code, actor, percent=1, text="x", evidence=[PHOTO])
        with pytest.raises(NotAllowed):
            propose_closing(directive.code, cast.operator, outcome="fulfilled", text="x", evidence=[PHOTO])
    read.assert_not_called()
