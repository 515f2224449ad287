"""The pages of mining: who may read them, what they say, and that every picture has its table."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hueioc.config.cli.__main__ import main
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.mining.queries import looking
from hueioc.mining.tests.logs import written
from hueioc.mining.tests.test_effect import rows_of
from hueioc.mining.tests.test_follow import answered
from tests.cast import OTHER_WARD, WARD, Cast

pytestmark = pytest.mark.django_db
PAGES = ("/mining/", "/mining/variants/", "/mining/times/", "/mining/remedies/", "/mining/edges.csv")
MAPPING = 'code = "permits"\nnames = { vi = "Giấy phép cũ", en = "Old permits" }\nsource = "invented"\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    looking._at_own.cache_clear()
    return tmp_path


@pytest.fixture
def page(cast: Cast, client: Client) -> Any:
    """Opens a page as one of the cast and gives its text."""

    def opened(path: str, who: str = "leader") -> str:
        client.force_login(cast.accounts[who])
        answer = client.get(path, headers={"accept-language": "en"})
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    return opened


@pytest.fixture
def permits(home: Path) -> str:
    """An imported log: forty cases that wait for Fridays, one of them bounced between two units."""
    rows = ["case,activity,timestamp,unit"]
    for number in range(40):
        week, day = divmod(number, 5)
        begun = f"2024-0{1 + week // 4}-{1 + 7 * (week % 4) + day % 4:02}T0{3 + day}:00:00Z"
        rows += [f"{number},apply,{begun},A", f"{number},decide,{begun[:8]}{7 * (week % 4) + 5:02}T09:00:00Z,B"]
    rows += ["0,apply,2024-03-01T03:00:00Z,A", "0,decide,2024-03-05T03:00:00Z,B"]
    (home / "m.toml").write_text(f'{MAPPING}resource = "unit"', "utf-8")
    assert (
        main(["import", "log", str(written(home / "log.csv", "\n".join(rows))), "--mapping", str(home / "m.toml")]) == 0
    )
    return "?log=import:permits"


@pytest.mark.parametrize("path", PAGES)
def test_staff_read_the_pages_and_nobody_else(cast: Cast, client: Client, path: str) -> None:
    answered(cast)
    catch_up()
    seen = {}
    for who in ("owner", "officer", "stranger", "operator", "leader"):
        client.force_login(cast.accounts[who])
        seen[who] = client.get(path).status_code
    client.logout()
    seen["nobody"] = client.get(path).status_code
    assert seen == {"owner": 403, "nobody": 302} | dict.fromkeys(("officer", "stranger", "operator", "leader"), 200)


def test_an_installation_without_any_work_says_so(page: Any) -> None:
    for path in PAGES[:3]:
        assert "Nothing was opened in this period" in page(path)


def test_the_first_page_names_what_is_lost_and_where(cast: Cast, page: Any) -> None:
    for hours in (5, 9, 30):
        answered(cast, hours)
    catch_up()
    text = page("/mining/")
    assert "Where most time is lost" in text
    assert "This happens only 3 times" in text
    assert "1.8 days lost in all" in text  # 44 hours from in work to resolved
    assert "waiting and working cannot be told apart" in text


def test_every_edge_of_the_map_stands_in_the_table_and_in_the_file(page: Any, permits: str) -> None:
    text, table = page(f"/mining/{permits}"), page(f"/mining/edges.csv{permits}")
    assert text.count('class="way"') == 2
    assert [line.split(",")[:4] for line in table.splitlines()[1:]] == [
        ["apply", "decide", "41", "40"],
        ["decide", "apply", "1", "1"],
    ]
    assert re.search(r"<td>apply</td><td>decide</td><td class=\"n num\">41</td>", text)


def test_an_imported_log_is_shown_with_its_source_and_its_own_words(page: Any, permits: str) -> None:
    text = page(f"/mining/{permits}")
    assert "Old permits" in text
    assert "source: invented" in text
    assert "Field reports" not in text.split("<select", 1)[0]


def test_variants_rework_and_loops_are_told(page: Any, permits: str) -> None:
    text = page(f"/mining/variants/{permits}")
    assert "The most frequent of 2 ways" in text
    assert re.search(r"<td>apply</td><td class=\"n num\">1</td>", text)
    assert re.search(r"<td>A</td><td>B</td><td class=\"n num\">1</td>", text)


def test_the_spectrum_and_the_dots_have_their_tables_and_the_slowest_are_named(page: Any, permits: str) -> None:
    text = page(f"/mining/times/{permits}")
    assert len(re.findall(r'<path class="sp-\d"', text)) == 41
    assert len(re.findall(r'<circle class="d-\d"', text)) > 40
    begun = re.findall(r'<td class="num">[\d/]+</td><td class="n num">(\d+)</td>', text)
    assert sum(map(int, begun[: len(begun) // 2])) >= 40
    assert text.count("4.2 days") >= 1


def test_the_slowest_reports_are_links_to_them(cast: Cast, page: Any) -> None:
    code = answered(cast)
    catch_up()
    assert f'href="/reports/{code}/"' in page("/mining/times/")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?log=import:nothing", 404),
        ("?log=elsewhere", 404),
        ("?log=case&period=forever", 400),
        ("?log=" + "x" * 400, 400),
        ("?log=case&unit=%00", 400),
        ("?log=case&start=a&end=b", 200),
    ],
)
def test_an_address_that_makes_no_sense_gets_a_sentence(cast: Cast, client: Client, query: str, status: int) -> None:
    answered(cast)
    catch_up()
    client.force_login(cast.accounts["leader"])
    assert client.get(f"/mining/{query}").status_code == status


def test_two_steps_that_never_follow_each_other_are_not_found(cast: Cast, client: Client) -> None:
    answered(cast)
    catch_up()
    client.force_login(cast.accounts["leader"])
    assert client.get("/mining/times/?log=case&start=closed&end=opened").status_code == 404


def test_a_page_is_at_most_five_minutes_old(cast: Cast, page: Any) -> None:
    answered(cast)
    catch_up()
    now = clock.now().replace(minute=1, second=0)
    with clock.at(now):
        assert '<span class="val num">1</span>' in page("/mining/")
    answered(cast)
    catch_up()
    with clock.at(now + timedelta(minutes=1)):
        assert '<span class="val num">1</span>' in page("/mining/")
    with clock.at(now + timedelta(minutes=6)):
        assert '<span class="val num">2</span>' in page("/mining/")


def adopted(*more: str) -> int:
    """Notes for unit u of an imported log that the wait was shortened; `more` comes last and so counts."""
    said = ["adopt", "LOWER_ALLOWANCE", "--log", "import:permits", "--from", "apply", "--to", "decide"]
    return main([*said, "--unit", "u", "--since", "2024-03-01", "--by", WARD, *more])


def test_an_adopted_remedy_is_measured_beside_the_other_units(cast: Cast, home: Path, page: Any) -> None:
    rows = rows_of("u", [20], [8]) + [row for n in (1, 2, 3) for row in rows_of(f"c{n}", [20], [20 - n])]
    (home / "m.toml").write_text(f'{MAPPING}resource = "unit"', "utf-8")
    text = "\n".join(["case,activity,timestamp,unit", *(",".join(row) for row in rows)])
    assert main(["import", "log", str(written(home / "l.csv", text)), "--mapping", str(home / "m.toml")]) == 0
    assert "What was tried" not in page("/mining/remedies/?log=import:permits")
    assert adopted() == 0
    assert adopted() == 0
    shown = page("/mining/remedies/?log=import:permits")
    assert shown.count("An allowance at the usual time: ") == 1
    assert "−10.0 hours a step (−15.0 to −5.0): here −12.0, in 3 other units −2.0; 28 steps before, 28 after." in shown
    assert adopted("--to", "never") == 0
    assert "no effect can be told yet" in page("/mining/remedies/?log=import:permits")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--by", "Anna Example"], "a unit adopts a remedy, never a person"),
        (["--log", "import:none"], "There is no log"),
        (["--since", "2999-01-01"], "lies ahead"),
    ],
)
def test_an_adoption_that_makes_no_sense_is_not_noted(
    cast: Cast, home: Path, permits: str, capsys: Any, more: list[str], sentence: str
) -> None:
    assert adopted(*more) == 1
    assert sentence in capsys.readouterr().err
    assert not (home / "mining" / "adopted.json").exists()


def test_a_damaged_file_of_adoptions_is_kept_and_the_page_does_without(
    cast: Cast, home: Path, permits: str, page: Any, capsys: Any
) -> None:
    path = home / "mining" / "adopted.json"
    path.write_text("{", "utf-8")
    assert adopted() == 1
    assert "adopted.json is damaged" in capsys.readouterr().err
    assert path.read_text("utf-8") == "{"
    assert "What was tried" not in page(f"/mining/remedies/{permits}")


ADOPT = "/mining/remedies/adopt/?log=import:permits&start=apply&end=decide&remedy=LOWER_ALLOWANCE"
DECIDED = {"unit": "B", "since": "2024-02-01", "by": WARD}


def test_a_leader_notes_a_remedy_with_a_form(cast: Cast, permits: str, page: Any, client: Client) -> None:
    assert "An allowance at the usual time" in page(ADOPT)
    assert client.post(ADOPT, DECIDED).status_code == 302
    assert "What was tried" in page(f"/mining/remedies/{permits}")


@pytest.mark.parametrize("changes", [{"unit": "nobody"}, {"since": "2999-01-01"}, {"by": "no-unit"}, {"since": ""}])
def test_a_wrong_form_notes_nothing(
    cast: Cast, home: Path, permits: str, client: Client, changes: dict[str, str]
) -> None:
    client.force_login(cast.accounts["leader"])
    assert client.post(ADOPT, DECIDED | changes).status_code == 400
    assert not (home / "mining" / "adopted.json").exists()


@pytest.mark.parametrize("who", ["officer", "head", "stranger", "operator", "owner"])
def test_in_another_systems_log_only_the_citys_roles_note(cast: Cast, permits: str, client: Client, who: str) -> None:
    client.force_login(cast.accounts[who])
    assert client.get(ADOPT).status_code == 403
    assert client.post(ADOPT, DECIDED).status_code == 403


def test_the_head_of_a_unit_notes_for_their_own_unit_alone(cast: Cast, home: Path, client: Client) -> None:
    answered(cast)
    catch_up()
    own = "/mining/remedies/adopt/?log=case&period=all&start=opened&end=handed:accepted&remedy=REASSIGN"
    today = clock.today().isoformat()
    client.force_login(cast.accounts["head"])
    form = client.get(own)
    assert (form.status_code, re.findall(r'option value="([^"]+)"', form.content.decode())) == (200, [WARD, WARD])
    for wrong in ({"unit": OTHER_WARD}, {"by": OTHER_WARD}):
        assert client.post(own, {"unit": WARD, "by": WARD, "since": today} | wrong).status_code == 400
    assert client.post(own, {"unit": WARD, "by": WARD, "since": today}).status_code == 302
    assert (home / "mining" / "adopted.json").exists()
    for who in ("officer", "stranger", "operator"):
        client.force_login(cast.accounts[who])
        assert client.get(own).status_code == 403, who
