"""The example of nginx is run as it stands in the documents, in front of a city that is served."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from tests.house.served import ROOT, Served, city, free_port
from tests.load.senders import BODY

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [pytest.mark.once, pytest.mark.skipif(NGINX is None, reason="nginx is not installed")]
CSRF = "a" * 32


class Front(NamedTuple):
    """nginx as clients see it, the node behind it, and nginx's log."""

    port: int
    node: Served
    log: Path

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, body, {"Host": "localhost", **named})
            answer = connection.getresponse()
            return answer.status, answer.read()


def configuration(place: Path, port: int, nodes: list[int]) -> str:
    """The example with the addresses of this machine, and without a certificate."""
    text = (ROOT / "docs" / "examples" / "nginx.conf").read_text(encoding="utf-8")
    for number, node in enumerate(nodes, 11):
        text = text.replace(f"10.0.0.{number}:8000", f"127.0.0.1:{node}")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace("/var/log/nginx", str(place))
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"{kind}_temp_path {place}/{kind};" for kind in kinds)
    main = f"daemon off;\nworker_processes 1;\npid {place}/pid;\nerror_log stderr;\nevents {{}}\n"
    return f"{main}http {{\n{places}\n{text}\n}}\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    place = tmp_path_factory.mktemp("nginx")
    place.chmod(0o755)
    port, nowhere = free_port(), free_port()
    with city(place / "home", "--empty", HUEIOC_LOGS="json") as served:
        (place / "nginx.conf").write_text(configuration(place, port, [served.port, nowhere]), encoding="utf-8")
        process = subprocess.Popen([str(NGINX), "-p", str(place), "-c", str(place / "nginx.conf")])
        try:
            found = Front(port, served, place / "hueioc.log")
            while not _answers(found):
                assert process.poll() is None, "nginx refuses the example"
                time.sleep(0.02)
            yield found
        finally:
            process.terminate()
            process.wait(10)


def _answers(front: Front) -> bool:
    try:
        return front.ask("GET", "/healthz")[0] == 200
    except OSError:
        return False


def test_every_request_is_answered_although_one_node_is_down(front: Front) -> None:
    for _ in range(8):
        status, body = front.ask("POST", "/api/v1/reports", json.dumps(BODY), Content_Type="application/json")
        assert status == 201, body


def test_what_a_screen_is_told_comes_while_the_answer_stays_open(front: Front) -> None:
    with closing(HTTPConnection("127.0.0.1", front.port, timeout=20)) as screen:
        screen.request("GET", "/live", headers={"Host": "localhost"})
        lines = screen.getresponse()
        while not lines.readline().startswith(b": place"):
            pass


def test_who_asks_is_told_by_nginx_and_never_by_the_client(front: Front) -> None:
    def tried(claimed: str, number: int) -> bytes:
        body = urlencode({"login": f"nobody{number}@example.org", "password": "wrong"})
        headers = {"Cookie": f"csrftoken={CSRF}", "X_CSRFToken": CSRF, "X_Forwarded_For": claimed}
        kind = "application/x-www-form-urlencoded"
        return front.ask("POST", "/accounts/login/", body, **headers, Content_Type=kind, Accept_Language="en")[1]

    # Ten tries a minute of one address, whatever address each claims to have.
    said = [b"Too many failed login attempts" in tried(f"192.0.2.{number}", number) for number in range(11)]
    assert said == [False] * 10 + [True]


def test_figures_stay_inside_and_logs_hold_no_address(front: Front) -> None:
    assert front.ask("GET", "/metrics")[0] == 404
    log = front.log.with_name("home.log")
    front.ask("GET", "/reports/26-SECRET/?key=hidden")
    end = time.monotonic() + 10
    # nginx writes its line after the answer is out; what it answered itself has no line of the node.
    while not any(line.split()[1] in log.read_text() for line in front.log.read_text().splitlines()[-3:]):
        assert time.monotonic() < end, "the node logs other numbers than nginx"
        time.sleep(0.05)
    assert "SECRET" not in front.log.read_text()
