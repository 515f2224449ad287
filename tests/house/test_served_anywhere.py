"""The city starts, fills itself and stops in the same way on both databases."""

from pathlib import Path

from tests.house.served import city, hueioc, stop


def test_a_city_starts_twice_on_the_same_database_and_stays_sound(
    tmp_path: Path, databases: list[dict[str, str]]
) -> None:
    home, database = tmp_path / "home", databases[0]
    for _ in range(2):
        with city(home, "--empty", **database) as served:
            assert served.get("/readyz")[0] == 200
            assert served.get("/api/v1/categories")[0] == 200
            assert stop(served.process) == 0
    verified = hueioc(home, ["verify"], **database)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.startswith("Sound: ")
