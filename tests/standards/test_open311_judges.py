"""Outside judges, unmodified: the client `georeport`, and schemathesis with the official draft and our own OpenAPI."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from georeport import GeoReport

from hueioc.cases.commands import open_case, publish_case
from tests.cast import Cast, report

DRAFT = Path(__file__).parents[3] / "shared" / "data" / "open311-samples" / "georeport_v2-1.yaml"
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")

# What they judge is the form of answers, which no database changes.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def judged(description: str, address: str, checks: str) -> subprocess.CompletedProcess[str]:
    """Let schemathesis try a server with generated cases; its account is in the output."""
    command = [str(SCHEMATHESIS), "run", description, "--url", address, "--checks", checks]
    command += ["--max-examples", "15", "--seed", "1", "--phases", "examples,fuzzing", "--no-color"]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_georeport_reads_services_and_requests(live_server: Any, cast: Cast, form: str) -> None:
    number = open_case(report(), cast.owner).code
    publish_case(number, cast.operator, public_text="Cống nghẹt, nước tràn.")
    client = GeoReport(f"{live_server.url}/open311/v2", output_format=form)
    codes = {service["service_code"] for service in client.get_service_list()}
    assert "drainage" in codes
    listed = client.get_service_requests()
    # With XML one element comes back as an object instead of a list; that is the client's own habit.
    requests = listed if isinstance(listed, list) else [listed]
    assert [one["service_request_id"] for one in requests] == [number]


@pytest.mark.skipif(not DRAFT.exists(), reason="the shared draft of GeoReport is not here")
def test_the_official_draft_finds_no_server_error_and_no_wrong_content_type(live_server: Any, cast: Cast) -> None:
    publish_case(open_case(report(), cast.owner).code, cast.operator, public_text="Cống nghẹt.")
    account = judged(str(DRAFT), f"{live_server.url}/open311/v2", "not_a_server_error,content_type_conformance")
    assert account.returncode == 0, account.stdout[-4000:]


def test_our_own_openapi_finds_no_server_error(live_server: Any, cast: Cast) -> None:
    account = judged(f"{live_server.url}/api/v1/openapi.json", live_server.url, "not_a_server_error")
    assert account.returncode == 0, account.stdout[-4000:] + account.stderr[-2000:]
