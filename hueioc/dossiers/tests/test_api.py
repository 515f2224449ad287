"""The JSON door: three people, one dossier, and nothing about its applicant."""

import pytest
from django.test import Client

from hueioc.dossiers import commands as give
from hueioc.dossiers.tests.people import SOMEBODY, filed
from tests.cast import Cast


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("officer", 200), ("stranger", 404), ("neighbour", 404), ("leader", 200), ("nobody", 404)],
)
def test_a_dossier_is_read_by_these_and_nobody_else(cast: Cast, who: str, status: int) -> None:
    code = give.register_dossier(filed(channel="online", papers={}), cast.owner).code
    give.accept_dossier(code, cast.officer)
    give.request_supplement(code, cast.officer, text="Thiếu tờ khai.")
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/api/v1/dossiers/{code.lower()}")
    assert answer.status_code == status
    if status == 200:
        said = answer.json()
        assert (said["number"], said["status"], said["meaning"]) == (code, "5", "supplement_requested")
        assert len(said["supplements"]) == 1
        assert SOMEBODY.name not in answer.content.decode()


def test_what_is_no_number_gets_a_sentence(city: None) -> None:
    answer = Client().get("/api/v1/dossiers/hello")
    assert answer.status_code == 400
    assert answer.json()["fields"]["number"]
